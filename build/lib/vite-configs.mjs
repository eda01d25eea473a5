// The three builds: main and preload as CommonJS (the oldest supported Electron has no ES module entry), renderer as a page.
import { existsSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { inRoot } from './paths.mjs'

/**
 * @typedef {{dev: boolean}} Mode
 * @typedef {import('vite').InlineConfig} InlineConfig
 */

/** Of the oldest supported Electron, 25. */
const NODE_TARGET = 'node18'
const CHROMIUM_TARGET = 'chrome114'

const MAIN_ENTRIES = Object.freeze({ index: 'main/index.ts' })
const PRACTICE_ENTRIES = Object.freeze({
  'practice-thread': 'main/practice/thread.ts',
  'practice-cli': 'main/practice/cli.ts',
})
const PAGE_ENTRIES = Object.freeze({ 'page-thread': 'main/taskrouter/pages/thread.ts' })
const PRELOAD_ENTRY = 'preload/index.ts'
const RENDERER_ENTRY = 'renderer/index.html'

/** Entries that are not there, by path. */
export const missingEntries = () =>
  [
    ...[MAIN_ENTRIES, PRACTICE_ENTRIES, PAGE_ENTRIES].flatMap((entries) => Object.values(entries)),
    PRELOAD_ENTRY,
    RENDERER_ENTRY,
  ].filter((entry) => !existsSync(inRoot(entry)))

/** @param {Mode} mode @returns {InlineConfig} */
const common = ({ dev }) => ({
  configFile: false,
  envDir: false,
  publicDir: false,
  logLevel: 'warn',
  mode: dev ? 'development' : 'production',
  define: { __DEV__: JSON.stringify(dev) },
})

/**
 * Everything but Electron, the native keychain module and Node's own modules goes into the bundles, so that the
 * packaged app needs no node_modules besides keytar.
 * @param {Mode} mode
 * @returns {InlineConfig | null} null when no entry is there
 */
export const mainConfig = ({ dev }) => nodeConfig(MAIN_ENTRIES, 'shared', { dev })

/**
 * Built apart from main: bundled together, the thread would load main's bundle for a helper in it, and with it Electron,
 * which a worker thread and plain Node do not have.
 * @param {Mode} mode
 * @returns {InlineConfig | null} null when no entry is there
 */
export const practiceConfig = ({ dev }) => nodeConfig(PRACTICE_ENTRIES, 'practice', { dev })

/** The thread that parses large pages, apart for the same reason. @param {Mode} mode @returns {InlineConfig | null} */
export const pageConfig = ({ dev }) => nodeConfig(PAGE_ENTRIES, 'page', { dev })

/**
 * @param {Readonly<Record<string, string>>} entries name of the bundle → source
 * @param {string} chunks how the names of their common parts begin
 * @param {Mode} mode
 * @returns {InlineConfig | null}
 */
function nodeConfig(entries, chunks, { dev }) {
  const input = Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(inRoot(file))))
  if (Object.keys(input).length === 0) return null
  const external = ['electron', 'keytar']
  return {
    ...common({ dev }),
    root: inRoot('main'),
    ssr: { target: 'node', noExternal: true, external },
    build: {
      ssr: true,
      target: NODE_TARGET,
      outDir: inRoot('dist/main'),
      // Three builds share the folder; build.mjs empties it before the first.
      emptyOutDir: false,
      minify: !dev,
      sourcemap: dev,
      rolldownOptions: {
        input: absolute(input),
        external,
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: `${chunks}-[name].cjs` },
      },
    },
  }
}

/** A sandboxed preload can require nothing but Electron: one file.
 * @param {Mode} mode @returns {InlineConfig | null} */
export function preloadConfig({ dev }) {
  if (!existsSync(inRoot(PRELOAD_ENTRY))) return null
  return {
    ...common({ dev }),
    root: inRoot('preload'),
    ssr: { target: 'webworker', noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target: CHROMIUM_TARGET,
      outDir: inRoot('dist/preload'),
      emptyOutDir: true,
      minify: !dev,
      sourcemap: dev ? 'inline' : false,
      rolldownOptions: {
        input: absolute({ index: PRELOAD_ENTRY }),
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
      },
    },
  }
}

/** @param {Mode} mode @returns {InlineConfig | null} */
export function rendererConfig({ dev }) {
  if (!existsSync(inRoot(RENDERER_ENTRY))) return null
  const base = common({ dev })
  return {
    ...base,
    root: inRoot('renderer'),
    base: '/',
    plugins: [vue(), fetchEarly('mount')],
    define: {
      ...base.define,
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
      __VUE_I18N_FULL_INSTALL__: 'true',
      __VUE_I18N_LEGACY_API__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false',
      // Messages are compiled to data and interpreted: the content security policy has no 'unsafe-eval'.
      __INTLIFY_JIT_COMPILATION__: 'true',
      __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
    },
    build: {
      target: CHROMIUM_TARGET,
      outDir: inRoot('dist/renderer'),
      emptyOutDir: true,
      minify: !dev,
      sourcemap: dev,
      // The policy allows fonts and scripts from our own scheme only, so nothing becomes a data: URL.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // One sheet, there before the first paint; parts that are imported later would bring their own.
      cssCodeSplit: false,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: { input: inRoot(RENDERER_ENTRY) },
    },
  }
}

/**
 * Names a chunk in the page, so that it is fetched and compiled while the page is still being painted.
 * @param {string} chunk
 * @returns {import('vite').Plugin}
 */
const fetchEarly = (chunk) => ({
  name: 'fetch-early',
  transformIndexHtml: (_html, { bundle }) =>
    Object.values(bundle ?? {})
      .filter((made) => made.type === 'chunk' && made.name === chunk)
      .map(({ fileName }) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', href: `/${fileName}` },
        injectTo: 'head',
      })),
})

/** @param {Record<string, string>} entries */
const absolute = (entries) =>
  Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, inRoot(file)]))
