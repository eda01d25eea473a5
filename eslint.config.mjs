// The walls of ARCHITECTURE.md, enforced: which folder may import what.
import js from '@eslint/js'
import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import vueA11y from 'eslint-plugin-vuejs-accessibility'
import prettier from 'eslint-config-prettier'
import globals from 'globals'

/** A `no-restricted-imports` entry that forbids every path matching `regex`, saying why. */
const wall = (regex, message) => ({ regex, message })

const NO_ELECTRON = wall(
  '^electron$',
  'This folder runs in plain Node: Electron is injected from main/index.ts.',
)
const IPC_ONLY_IN_BRIDGE = {
  name: 'electron',
  importNames: ['ipcMain', 'ipcRenderer'],
  message: 'Only main/bridge and preload/index.ts touch IPC. Add a channel to preload/contract instead.',
}
const NO_RENDERER = wall('(^|/)renderer/', 'main and preload never import the renderer.')
const NO_PRELOAD_CODE = wall('(^|/)preload/index$', 'Import preload/contract, never the preload itself.')

/** Forbids relative imports from one folder of main into others, so that data flows one way. */
const noSiblings = (...folders) =>
  wall(`^\\.\\.(/\\.\\.)*/(${folders.join('|')})(/|$)`, 'Against the direction of flow; see ARCHITECTURE.md.')

const importWall = (patterns, paths = []) => ({
  'no-restricted-imports': ['error', { paths, patterns }],
})

export default tseslint.config(
  { ignores: ['dist/**', 'release/**', 'output/**', 'coverage/**', 'test-results/**', 'node_modules/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  ...vue.configs['flat/recommended'],
  ...vueA11y.configs['flat/recommended'],
  prettier,
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser }, globals: globals.browser },
    rules: {
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/define-emits-declaration': ['error', 'type-based'],
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'error',
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'no-undef': 'off',
    },
  },
  {
    files: ['**/*.ts', '**/*.vue'],
    rules: {
      'no-undef': 'off',
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'AbortSignal',
          property: 'any',
          message: 'Missing in the oldest runtime: use joinSignals.',
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Named exports only, so that names survive refactoring.',
        },
        {
          selector: "CallExpression[callee.property.name='sendSync']",
          message: 'Synchronous IPC blocks both processes.',
        },
      ],
    },
  },
  {
    files: ['main/**/*.ts'],
    ignores: ['main/bridge/**'],
    rules: importWall([NO_RENDERER, NO_PRELOAD_CODE], [IPC_ONLY_IN_BRIDGE]),
  },
  {
    files: ['main/bridge/**/*.ts'],
    rules: importWall([NO_RENDERER, NO_PRELOAD_CODE]),
  },
  {
    files: ['main/taskrouter/**/*.ts'],
    rules: importWall([
      NO_ELECTRON,
      NO_RENDERER,
      NO_PRELOAD_CODE,
      noSiblings('board', 'bulk', 'diagnosis', 'history', 'practice', 'bridge', 'shell', 'settings', 'vault'),
    ]),
  },
  {
    files: ['main/board/**/*.ts'],
    rules: importWall([
      NO_ELECTRON,
      NO_RENDERER,
      NO_PRELOAD_CODE,
      noSiblings('bulk', 'history', 'practice', 'bridge', 'shell', 'settings', 'vault'),
    ]),
  },
  {
    files: ['main/diagnosis/**/*.ts'],
    rules: importWall([
      NO_ELECTRON,
      NO_RENDERER,
      NO_PRELOAD_CODE,
      noSiblings('taskrouter', 'bulk', 'history', 'practice', 'bridge', 'shell', 'settings', 'vault'),
    ]),
  },
  {
    files: ['main/bulk/**/*.ts'],
    rules: importWall([
      NO_ELECTRON,
      NO_RENDERER,
      NO_PRELOAD_CODE,
      noSiblings('practice', 'bridge', 'shell', 'settings', 'vault'),
    ]),
  },
  {
    files: ['main/history/**/*.ts'],
    rules: importWall([
      NO_ELECTRON,
      NO_RENDERER,
      NO_PRELOAD_CODE,
      noSiblings('taskrouter', 'board', 'bulk', 'practice', 'bridge', 'shell', 'settings', 'vault'),
    ]),
  },
  {
    files: ['main/practice/**/*.ts'],
    rules: importWall([
      NO_ELECTRON,
      NO_RENDERER,
      NO_PRELOAD_CODE,
      // The practice workspace must not share the client's mistakes: it knows only the contract's tables.
      noSiblings(
        'taskrouter',
        'board',
        'bulk',
        'diagnosis',
        'history',
        'bridge',
        'shell',
        'settings',
        'vault',
      ),
    ]),
  },
  {
    files: ['main/practice/cli.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['preload/contract/**/*.ts'],
    rules: importWall([
      NO_ELECTRON,
      wall('^node:', 'The contract is read by the sandboxed renderer: no Node.'),
      wall('(^|/)(main|renderer)/', 'The contract imports neither side.'),
    ]),
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.vue'],
    rules: importWall([
      NO_ELECTRON,
      wall('^node:', 'The renderer has no Node.'),
      wall('(^|/)main/', 'The renderer knows main only through preload/contract.'),
      NO_PRELOAD_CODE,
      wall('/contract/schemas', 'Schemas (zod) stay in main; the renderer uses types and names.'),
    ]),
  },
  {
    files: ['build/**/*.mjs', 'eslint.config.mjs'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['build/**/*.cjs', 'test/**/*.cjs'],
    languageOptions: { globals: globals.node, sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
)
