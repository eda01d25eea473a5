import path from 'node:path'
import { build } from 'vite'
import { ROOT } from '../../../build/lib/paths.mjs'

/** Bundles a module that a benchmark runs inside the app's main process. @returns the bundle's path */
export async function bundleForMain(name: string): Promise<string> {
  const outDir = path.join(ROOT, 'node_modules', '.cache', 'bench')
  await build({
    configFile: false,
    envDir: false,
    root: path.join(ROOT, 'test'),
    logLevel: 'warn',
    publicDir: false,
    define: { __DEV__: 'false' },
    build: {
      ssr: true,
      target: 'node18',
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { [name]: path.join(ROOT, 'test', 'support', 'bench', `${name}.ts`) },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  })
  return path.join(outDir, `${name}.cjs`)
}
