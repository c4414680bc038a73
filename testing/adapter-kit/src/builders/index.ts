export {
  ascending,
  type CompoundDialect,
  type CompoundTree,
  compounds,
  type LooseStatement,
  type SetWord,
} from './compound.ts'
export { hostileNames, hostileText, type NameRules, refusedText } from './hostile.ts'
export { postgresScanner, quotedAs, type Scanner, sqliteScanner, type Token, tokensOf, withNames } from './tokens.ts'
export {
  type Kind,
  leaf,
  type Loose,
  type LooseWords,
  operator,
  type Tree,
  type TreeDialect,
  type TreeOperator,
  trees,
} from './tree.ts'
