// Vendor text that is built may stand in other such text; the name of one of its places tells how.

/** The text looks at rows of its own: what it needs of those outside is handed in by name. */
export const rowMark = '(rows)'

/** The text writes, and reads after that: nothing of it may be computed before it. */
export const orderMark = '(in order)'

/** The text is a condition of a set: true or not. */
export const conditionMark = '(condition)'

const variableMark = /^\(variable (\w+)\)$/

/** The text reads a variable that a text around it is to define. */
export const variablePlace = (name: string): string => `(variable ${name})`

/** The name of the variable that such a place stands for. */
export const variableOf = (place: string): string | undefined => variableMark.exec(place)?.[1]
