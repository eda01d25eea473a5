// Everything the build says goes to stderr: stdout belongs to the program that is started (see practice.mjs).

/** @param {string} text one line or more, for the person at the terminal */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** An error that the person at the terminal can act on: printed as a sentence, without a stack. */
export class PlainError extends Error {}

/**
 * Runs a script's main function and turns what it throws into an exit code and a readable message.
 * @param {() => Promise<number | void>} main resolves with the exit code; nothing means 0
 */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    say(error instanceof PlainError ? error.message : String(error instanceof Error ? error.stack : error))
    process.exitCode = 1
  }
}
