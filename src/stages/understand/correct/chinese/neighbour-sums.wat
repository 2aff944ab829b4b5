;; The sums of the model of neighbours, eight units at a time. Assembled into neighbour-sums.ts, which says how.
;; Units are 16-bit whole numbers; `width`, how many of them a row has, is a multiple of eight.
(module
  (memory (export "memory") 1)

  ;; units[] = max(0, bias[] + the sum of `rows` rows of signed bytes), whose addresses stand at the beginning of memory.
  (func (export "read")
    (param $rows i32) (param $bias i32) (param $units i32) (param $width i32)
    (local $unit i32) (local $row i32) (local $sum v128)
    (loop $units_left
      (local.set $sum (v128.load (i32.add (local.get $bias) (i32.shl (local.get $unit) (i32.const 1)))))
      (local.set $row (i32.const 0))
      (loop $rows_left
        (local.set $sum
          (i16x8.add
            (local.get $sum)
            (v128.load8x8_s
              (i32.add
                (local.get $unit)
                (i32.load (i32.shl (local.get $row) (i32.const 2)))))))
        (br_if $rows_left
          (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 1))) (local.get $rows))))
      (v128.store
        (i32.add (local.get $units) (i32.shl (local.get $unit) (i32.const 1)))
        (i16x8.max_s (local.get $sum) (v128.const i32x4 0 0 0 0)))
      (br_if $units_left
        (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 8))) (local.get $width)))))

  ;; to[] = the products of units[] with `rows` rows of signed bytes, whose addresses stand there too; 32-bit numbers.
  (func (export "score")
    (param $rows i32) (param $units i32) (param $to i32) (param $width i32)
    (local $row i32) (local $unit i32) (local $address i32) (local $sum v128)
    (block $done
      (loop $rows_left
        (br_if $done (i32.ge_u (local.get $row) (local.get $rows)))
        (local.set $address
          (i32.load (i32.shl (local.get $row) (i32.const 2))))
        (local.set $sum (v128.const i32x4 0 0 0 0))
        (local.set $unit (i32.const 0))
        (loop $units_left
          (local.set $sum
            (i32x4.add
              (local.get $sum)
              (i32x4.dot_i16x8_s
                (v128.load (i32.add (local.get $units) (i32.shl (local.get $unit) (i32.const 1))))
                (v128.load8x8_s (i32.add (local.get $address) (local.get $unit))))))
          (br_if $units_left
            (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 8))) (local.get $width))))
        (i32.store
          (i32.add (local.get $to) (i32.shl (local.get $row) (i32.const 2)))
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
            (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $rows_left))))
)
