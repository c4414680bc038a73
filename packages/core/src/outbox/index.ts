/** Messages that follow a commit, kept in a table until they are delivered: an entry of its own, since few programs have any. */
export {
  type Deliver,
  type DrainOptions,
  type DrainProgress,
  type Outbox,
  type OutboxSource,
  outbox,
} from './outbox.ts'
