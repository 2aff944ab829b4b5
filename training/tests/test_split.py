"""Who is held out is decided by words alone."""
from neural.data.split import held_out, key, position


def test_order_case_width_and_signs_do_not_matter():
    assert key("Spring-Breakers  FRANCO") == key("franco spring breakers") == key("ｆｒａｎｃｏ, breakers spring!")


def test_chinese_keeps_its_order():
    assert key("苹果 手机壳") == key("手机壳 苹果")
    assert key("蜂蜜") != key("蜜蜂")


def test_positions_are_fixed_for_all_time():
    # Others repeat the split: these numbers must never move.
    assert round(position("laptop"), 6) == 0.449202
    assert round(position("小孩咳嗽感冒"), 6) == 0.371717


def test_the_share_is_kept_and_grows_monotonically():
    queries = [f"query {number}" for number in range(4000)]
    small = {q for q in queries if held_out(q, 0.3)}
    large = {q for q in queries if held_out(q, 0.5)}
    assert abs(len(small) / len(queries) - 0.3) < 0.03
    assert small < large
    assert not any(held_out(q, 0) for q in queries)
