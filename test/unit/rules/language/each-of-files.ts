import type { Sentence } from './sentence.ts';

const R = 'x.replace.txt';
const X = 'x.regex.txt';
const W = 'x.word-break.json';
const N = 'x.shingle.json';

/** Other kinds of files once more: one sentence for each thing that is said. */
export const EACH_OF_FILES: readonly Sentence[] = [
  {
    number: '1.7.4',
    says: 'A number sign begins a comment at the start of a line only.',
    files: [
      [R, '# a => b / c => d # e', 'c', 'd , # , e'],
      [R, '# a => b / c => d', 'a', 'a'],
    ],
  },
  { number: '1.7.5', says: 'Inputs are parted by tabs.', files: [[R, 'a\tb => c', 'b', 'c']] },
  {
    number: '1.7.6',
    says: 'A line has one arrow.',
    fileFaults: [
      [R, 'a => b => c', '1: more than one "=>"'],
      [R, 'a b', '1: has no "=>"'],
    ],
  },
  { number: '1.7.7', says: 'An empty output deletes.', files: [[R, 'a =>', 'a b', 'b']] },
  {
    number: '1.7.8',
    says: 'Several words may stand on both sides.',
    files: [[R, 'a b => c d', 'x a b', 'x , c , d']],
  },
  {
    number: '1.7.9',
    says: 'The rest behind a beginning may be empty, and stands for $1.',
    files: [
      [R, 'ab* => $1x', 'abc', 'cx'],
      [R, 'ab* => y', 'ab', 'y'],
    ],
  },
  { number: '1.7.10', says: 'So may the rest before an end.', files: [[R, '*ab => x$1', 'cab', 'xc']] },
  {
    number: '1.7.11',
    says: 'A beginning or an end stands alone in its line.',
    fileFaults: [
      [R, 'a*\tb => c', '1: stands alone'],
      [R, 'x a* => c', '1: several words'],
    ],
  },
  {
    number: '1.7.12',
    says: 'Asterisks on both sides, or alone, are a fault.',
    fileFaults: [
      [R, '*a* => b', '1: neither'],
      [R, '* => b', '1: neither'],
    ],
  },
  {
    number: '1.7.13',
    says: 'The same input twice is a fault, whatever its case.',
    fileFaults: [[R, 'ab => x / AB => y', '2: in line 1 already']],
  },
  {
    number: '1.7.14',
    says: 'Of whole inputs the longest goes first.',
    files: [[R, 'a b => x / a b c => y', 'a b c', 'y']],
  },
  {
    number: '1.7.15',
    says: 'What overlaps with it is dropped.',
    files: [[R, 'a b => x / b c d => y', 'a b c d', 'a , y']],
  },
  {
    number: '1.7.16',
    says: 'Then come ends, then beginnings.',
    files: [[R, 'ab => cdef / *ef => $1gh / cd* => $1', 'ab', 'gh']],
  },
  {
    number: '1.7.17',
    says: 'The longest beginning wins.',
    files: [[R, 'ab* => x$1 / abc* => y$1', 'abcd', 'yd']],
  },
  { number: '1.8.5', says: 'In patterns a comment begins anywhere.', files: [[X, 'a => b # c', 'a', 'b']] },
  {
    number: '1.8.6',
    says: 'Patterns know digits, any character, classes, their intersection and negation.',
    files: [
      [X, '\\d\\d => x', '12 a', 'x , a'],
      [X, 'a.c => x', 'abc', 'x'],
      [X, '[ab]c => x', 'bc', 'x'],
      [X, '[a-z&&[^b]]c => x', 'bc ac', 'bc , x'],
    ],
  },
  {
    number: '1.8.7',
    says: 'Patterns repeat, group and choose.',
    files: [
      [X, 'ab?c+d* => x', 'acc', 'x'],
      [X, 'a{2,3} => x', 'aa aaaa', 'x , aaaa'],
      [X, '(ab|cd)e => x', 'cde', 'x'],
    ],
  },
  {
    number: '1.8.8',
    says: 'Groups fill the replacement.',
    files: [[X, '(\\d+)x(\\d+) => ${2} by ${1}', '3x4', '4 , by , 3']],
  },
  {
    number: '1.8.9',
    says: 'Of two patterns with the same words the later one wins.',
    files: [[X, 'a\\dc => x / a1c => y', 'a1c', 'y']],
  },
  {
    number: '1.8.10',
    says: 'A pattern without a replacement is a fault.',
    fileFaults: [[X, 'a =>', '1: nothing stands after']],
  },
  {
    number: '1.8.11',
    says: 'Compounds are split by a dictionary, in parts of three letters and more, by what is known often enough.',
    files: [
      [W, '{"dictionary": {"wall": 2, "mount": 2}}', 'wallmount', 'wallmount | wall mount'],
      [W, '{"dictionary": {"wa": 2, "llmount": 2}}', 'wallmount', 'wallmount'],
      [W, '{"dictionary": {"wall": 1, "mount": 2}, "minSuggestionFreq": 2}', 'wallmount', 'wallmount'],
    ],
  },
  {
    number: '1.8.12',
    says: 'Neighbours are joined to a compound that is known, of 30 letters at most.',
    files: [
      [W, '{"dictionary": {"wallmount": 2}}', 'wall mount', 'wall | wallmount , mount | wallmount'],
      [W, '{"dictionary": {"wallmount": 2}, "maxCombineLength": 8}', 'wall mount', 'wall , mount'],
    ],
  },
  {
    number: '1.8.13',
    says: 'Protected words are neither split nor made.',
    files: [
      [
        W,
        '{"dictionary": {"wall": 2, "mount": 2}, "protectedWords": ["wallmount"]}',
        'wallmount',
        'wallmount',
      ],
    ],
  },
  {
    number: '1.8.14',
    says: 'Compounds are made the other way round behind a trigger word, or always where that is asked for.',
    files: [
      [
        W,
        '{"dictionary": {"wallmount": 2}, "reverseCompoundTriggerWords": ["for"]}',
        'mount for wall',
        'mount | wallmount , wall | wallmount',
      ],
      [
        W,
        '{"dictionary": {"wallmount": 2}, "alwaysAddReverseCompounds": true}',
        'mount wall',
        'mount | wallmount , wall | wallmount',
      ],
    ],
  },
  {
    number: '1.8.15',
    says: 'At most so many ways to split are added.',
    files: [
      [
        W,
        '{"dictionary": {"wall": 2, "mount": 2}, "decompound": {"maxExpansions": 0}}',
        'wallmount',
        'wallmount',
      ],
    ],
  },
  {
    number: '1.8.16',
    says: 'Shingles are neighbours as one word.',
    files: [[N, '{}', 'a b c', 'a | ab , b | ab | bc , c | bc']],
  },
];
