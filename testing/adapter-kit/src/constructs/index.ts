export type { Built, Chapter, Construct, ConstructPage } from './construct.ts'
export { callOf, pageOf } from './page.ts'
export { type ConstructTests, testConstructs } from './test-constructs.ts'
