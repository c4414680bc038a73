// With VANTAGE_SEED every random test draws the same values, which CI wants: whether a change lands must not depend on luck.
const seed = process.env.VANTAGE_SEED
if (seed !== undefined && seed !== '') {
  const { configureGlobal, readConfigureGlobal } = await import('fast-check')
  configureGlobal({ ...readConfigureGlobal(), seed: Number(seed) })
}
