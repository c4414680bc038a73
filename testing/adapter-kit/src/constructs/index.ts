export type { Built, Chapter, Construct, ConstructPage } from './construct.ts'
export { callOf, pageOf } from './page.ts'
export { type ConstructTests, type Otherwise, testConstructs } from './test-constructs.ts'
