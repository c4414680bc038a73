import { testAdapter } from '@vantage-ts/adapter-kit'
import { faulty } from './faulty.ts'

testAdapter(faulty('memory that gives written rows only when asked again', { can: { returning: false } }))
testAdapter(
  faulty('memory that takes a hundred values in a list', { limits: { maxListLength: 100, maxInsertRows: 70 } }),
)
