// npm run bench -- [NAME] [--json FILE]: runs test/bench/NAME.bench.ts, or all of them. Each exports
// `run(): Promise<Record<string, number>>` and gets a process of its own.
import { fork } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './build.mjs'
import { PlainError, runScript, say } from './lib/log.mjs'
import { inRoot } from './lib/paths.mjs'
import { openVirtualDesktop } from './lib/virtual-desktop.mjs'
import { prepare } from './prepare.mjs'

const FOLDER = inRoot('test', 'bench')
const SUFFIX = '.bench.ts'

await runScript(async () => {
  const { names, json } = await chosen(process.argv.slice(2))
  const runtime = await prepare('test')
  await ensureBuilt()
  const desktop = process.platform === 'linux' ? await openVirtualDesktop({ keychain: true }) : null
  try {
    const results = []
    for (const name of names) {
      say(`${name} …`)
      const metrics = await runOne(name, desktop?.env ?? process.env)
      results.push({ name, metrics, environment: { ...environment(), electron: runtime.version } })
      for (const [key, value] of Object.entries(metrics)) process.stdout.write(`${name}.${key} ${value}\n`)
    }
    if (json !== null)
      await writeFile(json, `${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`)
  } finally {
    await desktop?.close()
  }
})

/** @param {readonly string[]} args */
async function chosen(args) {
  const at = args.indexOf('--json')
  const json = at < 0 ? null : args[at + 1]
  if (json === undefined) throw new PlainError('--json needs a file name.')
  const wanted = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1))
  const all = (await readdir(FOLDER).catch(() => []))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort()
  const unknown = wanted.find((name) => !all.includes(name))
  if (unknown !== undefined)
    throw new PlainError(`There is no benchmark "${unknown}". There are: ${all.join(', ')}.`)
  return { names: wanted.length > 0 ? wanted : all, json }
}

/** @param {string} name @param {NodeJS.ProcessEnv} env @returns {Promise<Record<string, number>>} */
async function runOne(name, env) {
  const bundle = await bundled(name)
  return new Promise((resolve, reject) => {
    const child = fork(inRoot('build', 'lib', 'bench-child.mjs'), [bundle], {
      cwd: inRoot(),
      env,
      execArgv: ['--expose-gc'],
    })
    child.once('message', (metrics) => resolve(/** @type {Record<string, number>} */ (metrics)))
    child.once('error', reject)
    child.once('exit', (code) =>
      reject(new PlainError(`Benchmark ${name} ended with code ${code} and no result.`)),
    )
  })
}

/** @param {string} name @returns {Promise<string>} the bundle's path */
async function bundled(name) {
  const { build } = await import('vite')
  const outDir = inRoot('node_modules', '.cache', 'bench')
  await build({
    configFile: false,
    envDir: false,
    root: inRoot('test'),
    logLevel: 'warn',
    publicDir: false,
    define: { __DEV__: 'false' },
    plugins: [
      {
        // The build's own modules know the repository by their place in it, so they stay where they are.
        name: 'build-modules-in-place',
        enforce: 'pre',
        resolveId(source, importer) {
          if (importer === undefined || !/^\..*\/build\/(lib\/)?[\w-]+\.mjs$/.test(source)) return null
          const file = path.resolve(path.dirname(importer), source)
          return { id: pathToFileURL(file).href, external: 'absolute' }
        },
      },
    ],
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { [name]: path.join(FOLDER, `${name}${SUFFIX}`) },
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  })
  return path.join(outDir, `${name}.mjs`)
}

function environment() {
  return {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cpus: os.cpus().length,
    cpu: os.cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
  }
}
