// What a bidder does, by what it reads on the screen.

import { JOURNEY, file, pdf, result } from './files.js'

export const PASSPHRASE = '草原上的风与云2026'

/** What the account of a company is opened with. */
export async function fillAccount({ page }, company) {
  const fill = (label, value) => page.getByLabel(label, { exact: true }).fill(value)
  await fill('统一社会信用代码', company.code)
  await fill('登录名', company.login)
  await fill('密码', company.password)
  await fill('再次输入密码', company.password)
}

/** Opens the account; the form of the registration follows. */
export async function openAccount(person, company) {
  await person.go('/register')
  await fillAccount(person, company)
  await person.press('开始登记')
  await person.page.waitForURL('**/my/case/form')
}

/** Goes through the steps of the registration form, from whichever it stands on, to the check page. */
export async function fillForm(person, company) {
  const { page } = person
  const fill = (label, value) => page.getByLabel(label, { exact: true }).fill(value)
  const step = (name) => page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name, exact: true }).click()
  await page.getByRole('button', { name: '下一步', disabled: false }).waitFor()
  await step('单位信息')
  await fill('单位名称', company.name)
  await fill('营业期限自', '2012-05-18')
  await fill('注册资本', '50000000')
  await fill('住所行政区划代码', '152502')
  await fill('住所', company.address)
  await step('法定代表人与账户')
  await fill('法定代表人', company.legalPerson)
  // The example of GB 11643.
  await fill('法定代表人身份证号码', '11010519491231002X')
  await fill('基本账户开户银行', '中国农业银行锡林浩特支行')
  await fill('基本账户账号', '05400101040012345')
  await step('联系人')
  await fill('联系人', company.contact)
  await fill('手机号码', company.phone)
  await step('扫描件')
  const digests = page.getByText('摘要（SM3）')
  const before = await digests.count()
  await page.getByLabel('营业执照扫描件', { exact: true }).setInputFiles(file('licence.png', await scan(page)))
  await digests.nth(before).waitFor()
  await step('核对提交')
  await person.sees('填写完整，可以提交')
}

/** A picture with words on it, as a scanner would make it. */
async function scan(page) {
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 600, height: 420 })
    const draw = canvas.getContext('2d')
    draw.fillStyle = '#f8f1dc'
    draw.fillRect(0, 0, 600, 420)
    draw.fillStyle = '#8a1f11'
    draw.font = '48px serif'
    draw.fillText('营业执照（示例）', 110, 200)
    return canvas.toDataURL('image/png')
  })
  return Buffer.from(url.split(',')[1], 'base64')
}

/** Makes and registers the company's key; answers with the path of the saved key file. */
export async function makeKey(bidder, passphrase = PASSPHRASE) {
  await bidder.go('/my/key')
  await backUp(bidder, passphrase)
  return saveKey(bidder)
}

/** Where the backup of somebody's key is saved. */
export const backupOf = ({ name }) => result(`files/${JOURNEY}/${name}-backup.pem`)

/** From the open key page to the certificate; answers with the path of the backup. */
export async function backUp(bidder, passphrase = PASSPHRASE) {
  const form = bidder.page.getByRole('region', { name: '制作密钥，领取证书' })
  await form.getByLabel('密钥口令', { exact: true }).fill(passphrase)
  await form.getByLabel('再次输入密钥口令', { exact: true }).fill(passphrase)
  const download = bidder.page.waitForEvent('download')
  await form.getByRole('button', { name: '制作密钥并保存备份', disabled: false }).click()
  const path = backupOf(bidder)
  await (await download).saveAs(path)
  await form.getByLabel('备份文件', { exact: true }).setInputFiles(path)
  await form.getByLabel('密钥口令', { exact: true }).fill(passphrase)
  await form.getByRole('button', { name: '检验备份并领取证书' }).click()
  await bidder.sees('此浏览器已保存密钥文件')
  return path
}

export async function saveKey(bidder) {
  const download = bidder.page.waitForEvent('download')
  await bidder.press('另存密钥文件')
  const path = file(`${bidder.name}.kaibiao-key`, '')
  await (await download).saveAs(path)
  return path
}

/** Fills in the whole bid page; nothing is sent. */
export async function fillBid(bidder, offer) {
  const { page } = bidder
  const fill = (label, value) => page.getByLabel(label, { exact: true }).fill(value)
  await alive(bidder)
  await fill('投标报价', offer.price)
  await fill('工期', offer.days)
  await fill('质量目标', '合格')
  await fill('项目负责人', offer.manager)
  await page.getByLabel('机构类别', { exact: true }).selectOption({ label: '银行' })
  await fill('出函机构', '中国农业银行锡林浩特分行')
  await fill('保函编号', offer.guarantee)
  await fill('保函金额', offer.guaranteed ?? '60000')
  await fill('生效日期', day(-1))
  await fill('失效日期', day(200))
  await chooseFiles(bidder)
  await typePassphrase(bidder, offer.passphrase)
}

/** The guarantee's file, and one small document. */
export async function chooseFiles(bidder) {
  await choose(bidder, '保函文件', file(`${bidder.name}-guarantee.pdf`, pdf('Guarantee')))
  await choose(bidder, '投标文件正文', file(`${bidder.name}-bid.pdf`, pdf(`Bid of ${bidder.name}`)))
}

export function typePassphrase({ page }, passphrase = PASSPHRASE) {
  return page.getByLabel('密钥口令', { exact: true }).fill(passphrase)
}

/** The bid page has come alive: before that, chosen files would not be noticed. */
export function alive({ page }) {
  const waits = page.getByRole('button', { name: '密封并递交', disabled: false })
  return waits.waitFor()
}

export function choose({ page }, label, path) {
  return page.getByLabel(label, { exact: true }).setInputFiles(path)
}

/** Seals, sends, and waits for the receipt. */
export async function lodge(bidder) {
  await bidder.press('密封并递交')
  await bidder.page.getByRole('heading', { name: '投标文件递交回执' }).waitFor()
}

/** Into the room of a lot, with its line live and all its parts there. */
export async function enterRoom(person, lot) {
  await person.go(`/lots/${lot}/room`)
  await live(person)
  await person.page.getByRole('region', { name: '现场交流', exact: true }).waitFor()
}

export function live(person) {
  return person.page.getByText('实时同步', { exact: true }).waitFor()
}

export async function signInToOpening(bidder) {
  await bidder.press('签到')
  await bidder.page.getByRole('heading', { name: '已签到，等待公布投标人' }).waitFor()
}

/** With the key file this browser keeps. */
export async function decrypt(bidder, passphrase = PASSPHRASE) {
  await tryToDecrypt(bidder, { passphrase })
  await bidder.page.getByRole('heading', { name: /^解密(成功|结束)/ }).waitFor()
}

/** With another key file, if one is given; what comes of it is not waited for. */
export async function tryToDecrypt(bidder, { keyFile, passphrase = PASSPHRASE }) {
  const { page } = bidder
  if (keyFile) {
    const other = page.getByRole('button', { name: '换用其他密钥文件' })
    if (await other.isVisible()) await other.click()
    await choose(bidder, '密钥文件', keyFile)
  }
  await page.getByLabel('密钥口令', { exact: true }).fill(passphrase)
  await bidder.press('解密')
}

export async function object(bidder, words) {
  await bidder.page.getByLabel('异议内容', { exact: true }).fill(words)
  await bidder.press('提出异议')
}

/** Signs what was read out, with the key file this browser keeps. */
export async function confirm(bidder, passphrase = PASSPHRASE) {
  await bidder.page.getByLabel('密钥口令', { exact: true }).fill(passphrase)
  await bidder.press('签名确认')
  // The last one to confirm may see the end at once.
  await bidder.page.getByRole('heading', { name: /^(已确认，等待开标结束|开标结束)$/ }).first().waitFor()
}

/** A date in Beijing, `days` from today. */
export function day(days) {
  return new Date(Date.now() + (days * 24 + 8) * 3600_000).toISOString().slice(0, 10)
}
