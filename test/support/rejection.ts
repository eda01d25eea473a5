/** What a promise rejects with; one that is kept fails the test. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const rejected = await promise.then(
    () => null,
    (reason: unknown) => ({ reason }),
  )
  if (rejected === null) throw new Error('The promise was not rejected.')
  return rejected.reason
}
