/** One thing that a call will do. */
export interface PlanStep {
  /** Name of the source, or `client` for async code that runs here. */
  readonly source: string
  readonly text: string
  readonly parameterTypes: readonly string[]
  /** What its result becomes for the next step. */
  readonly gives: 'rows' | 'one value' | 'a list'
}

/** The ordered steps of a call, known without running anything. The last one is the statement itself. */
export interface Plan {
  readonly steps: readonly PlanStep[]
  toString(): string
}

/** The parts whose values are known already, and that no plan lists again. */
export type Resolved = ReadonlySet<object>
export const noneResolved: Resolved = new Set()

export const planFrom = (steps: readonly PlanStep[]): Plan => ({
  steps,
  toString: () =>
    steps
      .map(({ source, text, parameterTypes, gives }, index) => {
        const bound = parameterTypes.length === 0 ? '' : `  [${parameterTypes.join(', ')}]`
        return `${index + 1}. ${source}: ${text}${bound}${gives === 'rows' ? '' : ` -> ${gives}`}`
      })
      .join('\n'),
})

/** A plan with one more step that runs here. */
export const thenHere = ({ steps }: Plan, text: string): Plan =>
  planFrom([...steps, { source: 'client', text, parameterTypes: [], gives: 'rows' }])

/** The same steps, with the last one giving something else. */
export const giving = (steps: readonly PlanStep[], gives: PlanStep['gives']): readonly PlanStep[] =>
  steps.map((step, index) => (index === steps.length - 1 ? { ...step, gives } : step))
