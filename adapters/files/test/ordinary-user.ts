/** Root reads every file: it works as `nobody` for a while. */
export async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return work()
  process.seteuid?.('nobody')
  try {
    await work()
  } finally {
    process.seteuid?.(0)
  }
}
