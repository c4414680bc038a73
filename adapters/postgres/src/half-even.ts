/**
 * SQL of a quotient of two numerics, rounded half-even to `scale` digits after the point; null by zero.
 *
 * PostgreSQL itself rounds half away from zero, to a number of digits that depends on the operands. Here the whole quotient of
 * the scaled dividend is exact, and its remainder decides. Operands stand in it once, in a select without tables, where
 * aggregates and columns around it are in reach.
 */
export function halfEvenQuotient(dividend: string, by: string, scale: number): string {
  const factor = scale === 0 ? '' : ` * 1${'0'.repeat(scale)}`
  const back = scale === 0 ? '' : ` * 0.${'0'.repeat(scale - 1)}1`
  const rest = '2 * abs(n - q * d)'
  const isAway = `${rest} > abs(d) OR (${rest} = abs(d) AND q % 2 <> 0)`
  return (
    `(SELECT (q + CASE WHEN ${isAway} THEN sign(n) * sign(d) ELSE 0 END)${back} ` +
    `FROM (SELECT n, d, div(n, d) AS q ` +
    `FROM (SELECT (${dividend})::numeric${factor} AS n, nullif((${by})::numeric, 0) AS d) AS parts) AS parts)`
  )
}
