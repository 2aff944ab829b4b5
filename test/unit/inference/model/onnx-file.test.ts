import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readOnnxFile } from '../../../../src/inference/model/onnx-file.ts';
import { FIXTURE_MODELS } from '../../../support/models.ts';

/** A protobuf field that holds bytes, shorter than 128 of them. */
function part(field: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.of(field * 8 + 2, bytes.length), bytes]);
}

function number(field: number, value: number): Buffer {
  return Buffer.of(field * 8, value);
}

const model = (initializer: Buffer, opset: number): Buffer =>
  Buffer.concat([part(7, part(5, initializer)), part(8, number(2, opset))]);

describe('an ONNX file', () => {
  test('says its opset', () => {
    const graph = readFileSync(join(FIXTURE_MODELS, 'cross-encoder/model.onnx'));
    expect(readOnnxFile(graph)).toEqual({ opset: 20, dynamicInt8: false });
    expect(readOnnxFile(model(part(8, 'weight'), 17))).toEqual({ opset: 17, dynamicInt8: false });
  });

  test('whose weights lie beside it is refused with what to do', () => {
    const location = Buffer.concat([part(1, 'location'), part(2, 'model.onnx.data')]);
    const offset = Buffer.concat([part(1, 'offset'), part(2, '0')]);
    const outside = Buffer.concat([part(8, 'weight'), part(13, offset), part(13, location), number(14, 1)]);
    expect(() => readOnnxFile(model(outside, 18))).toThrow(
      'the graph keeps its weights in another file (model.onnx.data): put them inside with onnx.save(',
    );
  });

  test('that was never fetched is told apart from a damaged one', () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n';
    expect(() => readOnnxFile(Buffer.from(pointer))).toThrow('run "git lfs pull"');
    expect(() => readOnnxFile(Buffer.from('<html>'))).toThrow('not an ONNX model');
  });
});
