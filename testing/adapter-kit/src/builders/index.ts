export {
  ascending,
  type CompoundDialect,
  type CompoundTree,
  compounds,
  type LooseStatement,
  type SetWord,
} from './compound.ts'
export { type HostileForms, type HostileStatement, type Numbered, template } from './hostile-statements.ts'
export { hostileNames, hostileText, type NameRules, refusedText } from './hostile.ts'
export type { Loose, LooseBuilt } from './loose.ts'
export { type CompoundTests, testCompounds } from './test-compounds.ts'
export { type HostileRuns, rowsOf, type RunNames, type RunValues, testHostileRuns } from './test-hostile-runs.ts'
export { type HostileTests, testHostileText } from './test-hostile.ts'
export { type StatementTests, testStatements } from './test-statements.ts'
export { testTrees, type TreeTests } from './test-trees.ts'
export { testBoundValues, type ValueTests } from './test-values.ts'
export {
  mysqlScanner,
  postgresScanner,
  type Quote,
  quotedAs,
  type Scanner,
  sqliteScanner,
  type Token,
  tokensOf,
  withNames,
} from './tokens.ts'
export {
  type Kind,
  leaf,
  type LooseExpression,
  type LooseWords,
  operator,
  type Tree,
  type TreeDialect,
  type TreeForms,
  type TreeOperator,
  trees,
} from './tree.ts'
