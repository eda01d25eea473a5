declare module 'pngjs' {
  interface Image {
    readonly width: number
    readonly height: number
    /** RGBA, one byte each, row by row. */
    readonly data: Buffer
  }
  const pngjs: {
    PNG: {
      new (size: { width: number; height: number }): Image
      sync: { read(file: Buffer): Image; write(image: Image): Buffer }
    }
  }
  export = pngjs
}
