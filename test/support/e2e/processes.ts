// Ends an app and whatever it started, by process id, so that no test leaves anything running.
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { isAlive } from '../../../build/lib/run.mjs'

/** Process ids of all descendants of `pid`, nearest first. Linux only; elsewhere empty. */
export async function descendantsOf(pid: number): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // The command name may hold spaces and brackets: the fields that count follow the last one.
    const status = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = status.slice(status.lastIndexOf(')') + 2).split(' ')[1]
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const found: number[] = []
  let layer = [pid]
  while (layer.length > 0) {
    const next = [...parents].filter(([, parent]) => layer.includes(parent)).map(([child]) => child)
    found.push(...next)
    layer = next
  }
  return found
}

/** Ends a process and its descendants and waits until they are gone. */
export async function endWithChildren(pid: number): Promise<void> {
  const all = [...(await descendantsOf(pid)), pid]
  for (const each of all) if (isAlive(each)) end(each)
  const deadline = Date.now() + 5_000
  while (all.some(isAlive) && Date.now() < deadline) await delay(25)
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself in between.
  }
}
