import { DefaultValue } from '@vantage-ts/sql/build'
import type { Expression } from './speech.ts'

/** What the column has by itself, as a value of an insert or an update: `values({ id: defaultValue(), name: 'Doc' })`. */
export const defaultValue = (): Expression => new DefaultValue()
