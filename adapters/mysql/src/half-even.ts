/**
 * SQL of a decimal rounded half-even to `scale` digits after the point, which both databases round half away from zero.
 *
 * The last digit of a tie is dropped where the one before it is even; then rounding leaves it. As text, since the operand stands
 * in it once; MySQL takes what `regexp_replace` gives for a whole number, unless it passes through a text. A quotient is computed to 30 digits or more, so a divisor of more than 13 digits may make a tie of what is next to one.
 */
export function halfEven(sql: string, scale: number, regexpGroup: string): string {
  const digits = scale === 0 ? '[0-9]*[02468][.]' : `[0-9]+[.][0-9]{${scale - 1}}[02468]`
  const untied = `regexp_replace(${sql}, '^(-?${digits})50*$', '${regexpGroup}')`
  return `round(CAST(concat(${untied}) AS DECIMAL(65,30)), ${scale})`
}
