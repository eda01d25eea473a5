// The two file formats that hold one icon in several sizes; both take PNG files as they are.

/**
 * @param {readonly {size: number, png: Buffer}[]} images sizes up to 256
 * @returns {Buffer} a Windows .ico
 */
export function toIco(images) {
  const header = Buffer.alloc(6 + 16 * images.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length
  images.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index
    // 256 does not fit into a byte: 0 stands for it.
    header.writeUInt8(size % 256, at)
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([header, ...images.map(({ png }) => png)])
}

/** Four-letter types of macOS icons that hold a PNG, by pixel size. */
const ICNS_TYPES = Object.freeze([
  { type: 'icp4', size: 16 },
  { type: 'icp5', size: 32 },
  { type: 'ic11', size: 32 },
  { type: 'ic12', size: 64 },
  { type: 'ic07', size: 128 },
  { type: 'ic08', size: 256 },
  { type: 'ic13', size: 256 },
  { type: 'ic09', size: 512 },
  { type: 'ic14', size: 512 },
  { type: 'ic10', size: 1024 },
])

/**
 * @param {readonly {size: number, png: Buffer}[]} images
 * @returns {Buffer} a macOS .icns with every type for which there is an image
 */
export function toIcns(images) {
  const blocks = ICNS_TYPES.flatMap(({ type, size }) => {
    const png = images.find((image) => image.size === size)?.png
    return png === undefined ? [] : [block(type, png)]
  })
  return block('icns', Buffer.concat(blocks))
}

/** @param {string} type @param {Buffer} content */
function block(type, content) {
  const header = Buffer.alloc(8)
  header.write(type, 0, 'latin1')
  header.writeUInt32BE(content.length + 8, 4)
  return Buffer.concat([header, content])
}
