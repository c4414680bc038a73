import { expect, test } from 'vitest'
import { previewOperation } from './preview-operation.ts'
import type { OperatorName } from './operator.ts'

const leaf = (text: string) => ({ kind: 'column', preview: () => text })
const operation = (operator: OperatorName, ...args: { kind: string; preview(): string }[]) => ({
  kind: 'operation',
  operator,
  args,
  preview: () => previewOperation({ operator, args }),
})
const [a, b, c] = [leaf('a'), leaf('b'), leaf('c')]

test.each([
  [operation('eq', a, b), 'a = b'],
  [operation('isNull', a), 'a is null'],
  [operation('isNotNull', operation('plus', a, b)), '(a + b) is not null'],
  [operation('not', operation('eq', a, b)), 'not(a = b)'],
  [operation('lower', a), 'lower(a)'],
  [operation('now'), 'now()'],
  [operation('and', operation('and', operation('gt', a, b), operation('isNull', c)), c), 'a > b and c is null and c'],
  [operation('and', operation('or', a, b), c), '(a or b) and c'],
  [operation('or', operation('and', a, b), operation('in', a, c)), '(a and b) or a in c'],
  [operation('minus', a, operation('minus', b, c)), 'a - (b - c)'],
  [operation('eq', operation('eq', a, b), c), '(a = b) = c'],
  [operation('isDistinctFrom', a, b), 'isDistinctFrom(a, b)'],
])('%#', (shown, text) => {
  expect(shown.preview()).toBe(text)
})
