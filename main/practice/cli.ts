import { readArguments, USAGE, UsageError } from './arguments'
import { startPracticeServer } from './server'

/** Serves a practice workspace alone; the first line on stdout is JSON with what a client needs. */
async function main(words: readonly string[]): Promise<void> {
  if (words.includes('--help')) {
    console.log(USAGE)
    return
  }
  const server = await startPracticeServer(readArguments(words))
  const { url, accountSid, authToken, keySid, keySecret, workspaceSid } = server
  console.log(JSON.stringify({ url, accountSid, authToken, keySid, keySecret, workspaceSid }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void server.close().then(() => process.exit(0))
    })
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const usage = error instanceof UsageError
  console.error(error instanceof Error ? error.message : String(error))
  if (usage) console.error(USAGE)
  process.exitCode = usage ? 2 : 1
})
