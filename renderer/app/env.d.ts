/** True in development builds; set by the build. */
declare const __DEV__: boolean

declare module '*.css'
declare module '@fontsource-variable/inter'
declare module '@fontsource-variable/jetbrains-mono'
