import { argumentsOf, QlExpression } from './expression.ts'

/** A call of a function by its name in the language. */
export function call(name: string, args: readonly unknown[], place = name): QlExpression {
  const made = argumentsOf(args, place)
  return new QlExpression(
    out => {
      out.text(`${name}(`)
      out.each(made, arg => arg.writeHere(out))
      out.text(')')
    },
    { isApart: made.some(({ form }) => form.isApart === true) },
  )
}
