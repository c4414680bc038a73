import { deferred, float } from '@vantage-ts/core'
import { question } from './question.ts'

/** The limit comes from async code, which here asks the database itself; it could as well call a service. */
export const threshold = question({
  name: 'threshold',
  title: 'How many flights were later than the mean delay and an hour',
  write: ({ flights }) => {
    const limit = async ({ signal }: { readonly signal: AbortSignal | undefined }) =>
      ((await flights.avg(flight => flight.delay, signal === undefined ? {} : { signal })) ?? 0) + 60
    return flights.where(flight => flight.delay.gt(deferred(float, limit, 'mean delay + 60'))).countExpr()
  },
  answer: async (count, options) => ({ rows: [{ flights: await count.run(options) }] }),
})
