export type { Given } from './answer.ts'
export type {
  AnswerOf,
  AnswerRow,
  AnswerValue,
  AnyRow,
  Expected,
  ExpectedChange,
  ExpectedRows,
  ExpectedText,
  ExpectedValue,
  NullsOptional,
} from './expected.ts'
export type { FaultOptions } from './fault.ts'
export { type Expecting, type Mock, type MockCan, type MockControls, type MockOptions, mock } from './mock.ts'
export type { SentStatement, TransactionStepName } from './sent-statement.ts'
export { type VirtualClock, virtualClock } from './virtual-clock.ts'
export { type Recorded, type RecordOptions, record } from './record.ts'
export { type ReplayOptions, replay, replayFile } from './replay.ts'
