// A person's own line to the server, which can be cut and mended, as lines are.

import { once } from 'node:events'
import { connect, createServer } from 'node:net'

export class Line {
  /** A line to this address, with an address of its own. */
  static async to(address) {
    const line = new Line()
    Object.assign(line, { far: Number(new URL(address).port), near: 0, sockets: new Set() })
    await line.mend()
    line.url = `http://127.0.0.1:${line.near}`
    return line
  }

  async mend() {
    this.server = createServer((socket) => this.#join(socket))
    this.server.listen(this.near, '127.0.0.1')
    await once(this.server, 'listening')
    this.near = this.server.address().port
  }

  /** Everything under way breaks off, and nothing new gets through. */
  cut() {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
  }

  #join(near) {
    const far = connect(this.far, '127.0.0.1')
    for (const [one, other] of [[near, far], [far, near]]) {
      this.sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        this.sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  }
}
