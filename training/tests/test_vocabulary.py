from neural.vocabulary import latin_pieces


def test_pieces_stand_in_the_same_order_each_time():
    words = {word: 20 for word in ("charger", "charging", "cable", "кабель", "größe", "なか")}
    first = latin_pieces(words, 60)
    assert "cable" in first
    assert first == sorted(first)
    assert all(latin_pieces(words, 60) == first for _ in range(5))
