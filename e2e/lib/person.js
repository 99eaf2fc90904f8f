// A person at a browser of its own, and the silence of that browser's console.

/** Accounts of the demo data share one password. */
export const PASSWORD = 'kaibiao-demo'

export class Person {
  /** `line` is the person's own line to the server, if it is one that can be cut. */
  constructor({ name, context, page, url, line, scripts }) {
    Object.assign(this, { name, context, page, url, line, scripts, lines: [], allowed: [] })
    page.on('console', (message) => this.#hear(message.type(), message.text(), message.location().url))
    page.on('pageerror', (error) => this.#hear('page error', error.stack ?? String(error), page.url()))
    page.on('crash', () => this.#hear('crash', 'the page crashed', page.url()))
  }

  /**
   * From now on the browser may note that a request was refused, as it does for every answer of 400 and above:
   * `status` as in "422" or "net::ERR_INTERNET_DISCONNECTED", `at` a part of the address. Each line that is allowed
   * must come at least once, unless `maybe`.
   */
  allow(status, at, { maybe = false } = {}) {
    this.allowed.push({ status, at, maybe, came: 0 })
  }

  /** What the console said that nobody allowed, and what was allowed and never came. */
  unexpected() {
    const silent = this.allowed.filter((line) => !line.maybe && line.came === 0)
    const missing = silent.map((line) => `${this.name}: expected ${line.status} at ${line.at}, which never came`)
    return [...this.lines, ...missing]
  }

  go(path) {
    return this.page.goto(this.url + path)
  }

  /** By the form, as people do. */
  async signIn(login, password = PASSWORD, back = '/') {
    await this.go(`/sign-in?back=${encodeURIComponent(back)}`)
    await this.page.getByLabel('登录名', { exact: true }).fill(login)
    await this.page.getByLabel('密码', { exact: true }).fill(password)
    await this.page.getByRole('main').getByRole('button', { name: '登录' }).click()
    await this.page.getByRole('button', { name: '退出' }).waitFor()
  }

  /** By the key that this browser keeps, or that of a backup. */
  async signInByCertificate(login, passphrase, { backup, back = '/' } = {}) {
    const field = (name) => this.page.getByLabel(name, { exact: true })
    await this.go(`/sign-in?back=${encodeURIComponent(back)}`)
    await this.page.getByText('用企业证书登录').click()
    await field('本人登录名').fill(login)
    if (backup) await field('密钥文件').setInputFiles(backup)
    else await this.sees('使用本浏览器保存的密钥文件。')
    await field('密钥口令').fill(passphrase)
    await this.press('签名登录')
    await this.page.getByRole('button', { name: '退出' }).waitFor()
  }

  /** Waits until this text is shown. */
  sees(text, within = this.page.getByRole('main')) {
    return within.getByText(text).first().waitFor()
  }

  /** Waits until a button works, which is when the page has come alive, and presses it. */
  press(name, within = this.page.getByRole('main')) {
    return within.getByRole('button', { name, exact: true }).click()
  }

  async leave() {
    await this.context.close()
    this.line?.cut()
  }

  follow(name, within = this.page.getByRole('main')) {
    return within.getByRole('link', { name, exact: true }).click()
  }

  #hear(type, text, url) {
    const line = this.allowed.find(({ status, at }) => {
      return text.startsWith('Failed to load resource') && text.includes(status) && url.includes(at)
    })
    // Chromium fetches ahead what only scripts would use, and then misses the scripts.
    const ahead = !this.scripts && text.includes('was preloaded using link preload but not used')
    if (line) line.came += 1
    else if (ahead) return
    else this.lines.push(`${this.name}: ${type}: ${text} (${url})`)
  }
}

/** The machine's clock is so many milliseconds behind. */
export function slowClock(page, behind) {
  return page.addInitScript((behind) => {
    const [now, timing] = [Date.now.bind(Date), performance.timing]
    Date.now = () => now() - behind
    const slow = { get: () => ({ responseStart: timing.responseStart - behind }) }
    Object.defineProperty(performance, 'timing', slow)
  }, behind)
}
