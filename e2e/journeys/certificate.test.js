// A company's key and its certificate: the backup is tried before the key is used, the key stays where the browser lets it,
// the certificate is renewed, and revoked with what that means said first.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { house } from '../lib/house.js'
import { file } from '../lib/files.js'
import { accessible, look, picture } from '../lib/look.js'
import { complains } from '../lib/field.js'
import { steps } from '../lib/steps.js'
import * as bidder from '../lib/bidder.js'

const at = house('certificate')
const PASSPHRASE = '锡林河的口令2026'

test('a key is backed up, certified, kept, renewed and revoked', (t) => at.journey(() => whole(steps(t))))

async function whole(step) {
  const clerk = await at.person('经办')
  const { page } = clerk
  const certificates = page.getByRole('region', { name: '数字证书', exact: true })
  await step('the backup is tried before the key may be used', async () => {
    await clerk.signIn('caoyuan')
    await clerk.go('/my/key')
    await look(page, 'certificate-make')
    await untried(clerk)
    await clerk.go('/my/key')
    await bidder.backUp(clerk, PASSPHRASE)
    await certificates.getByText('使用中').waitFor()
    await look(page, 'certificate-first')
    await picture(page, 'certificate-first')
  })
  await step('a key that an earlier version of the portal kept elsewhere is moved over', async () => {
    const code = await page.evaluate(moveBack)
    await clerk.go('/my/key')
    await clerk.sees('此浏览器已保存密钥文件')
    const left = await page.evaluate((code) => localStorage.getItem(`kaibiao.key.${code}`), code)
    assert.equal(left, null, 'it is deleted there')
  })
  await step('a browser that stores nothing is said to be one', async () => {
    const other = await at.person('无痕窗口')
    await other.page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('not in this window', 'SecurityError')
      }
    })
    await other.signIn('caoyuan')
    await other.go('/my/key')
    await other.sees('此浏览器不能保存密钥文件')
    await look(other.page, 'certificate-refused')
  })
  await step('renewed, both are valid for a while', async () => {
    await page.getByText('换领证书（密钥不变）').click()
    await page.locator('#renew-passphrase').fill(PASSPHRASE)
    await clerk.press('换领证书')
    await certificates.getByRole('article').nth(1).waitFor()
    assert.equal(await certificates.getByText('使用中').count(), 2, 'both are of the key in force')
    await look(page, 'certificate-renewed')
  })
  await step('revoking says first what it means', async () => {
    for (const last of [1, 0]) {
      const card = certificates.getByRole('article').filter({ hasText: '使用中' }).nth(last)
      await card.getByText('吊销此证书').click()
      await card.getByText('吊销后不能恢复').waitFor()
      if (last === 0) await look(page, 'certificate-revoke')
      await card.getByLabel('原因', { exact: true }).selectOption({ label: '不再使用' })
      await card.getByRole('button', { name: '确认吊销' }).click()
      await certificates.getByText('已吊销').nth(1 - last).waitFor()
    }
    await page.getByRole('heading', { name: '制作密钥，领取证书' }).waitFor()
    await accessible(page)
  })
  await step('the next key waits for a registrar, who issues its certificate', async () => {
    await again(clerk)
    const registrar = await at.person('审核员')
    await registrar.signIn('registrar')
    await registrar.go('/review')
    await registrar.sees('证书申请')
    await look(registrar.page, 'certificate-request')
    await registrar.press('签发证书')
    await registrar.page.getByRole('heading', { name: '证书申请' }).waitFor({ state: 'detached' })
    await clerk.go('/my/key')
    await clerk.sees('此浏览器已保存密钥文件')
    await certificates.getByText('使用中').waitFor()
  })
}

/** From IndexedDB to where keys were kept before; answers with the credit code. In the browser. */
async function moveBack() {
  const answer = (request) => new Promise((yes, no) => Object.assign(request, { onsuccess: () => yes(request.result), onerror: no }))
  const database = await answer(indexedDB.open('kaibiao'))
  const store = database.transaction('keys').objectStore('keys')
  const [code] = await answer(store.getAllKeys())
  localStorage.setItem(`kaibiao.key.${code}`, JSON.stringify(await answer(store.get(code))))
  database.close()
  await answer(indexedDB.deleteDatabase('kaibiao'))
  return code
}

/** A key of a company that has none in force: its backup is good, but nobody vouches for it. */
async function again(clerk) {
  const form = clerk.page.getByRole('region', { name: '制作密钥，领取证书' })
  await make(clerk, form, 'second-backup.pem')
  await form.getByRole('button', { name: '检验备份并领取证书' }).click()
  await clerk.sees('证书申请等待审核员核准')
}

/** Makes a key; its backup is chosen and its passphrase typed. */
async function make({ page }, form, name) {
  await form.getByLabel('密钥口令', { exact: true }).fill(PASSPHRASE)
  await form.getByLabel('再次输入密钥口令', { exact: true }).fill(PASSPHRASE)
  const download = page.waitForEvent('download')
  await form.getByRole('button', { name: '制作密钥并保存备份', disabled: false }).click()
  const path = file(name, '')
  await (await download).saveAs(path)
  await form.getByLabel('备份文件', { exact: true }).setInputFiles(path)
  await form.getByLabel('密钥口令', { exact: true }).fill(PASSPHRASE)
  return path
}

/** Another file than the backup, or another passphrase, brings no certificate. */
async function untried(clerk) {
  const { page } = clerk
  const form = page.getByRole('region', { name: '制作密钥，领取证书' })
  const path = await make(clerk, form, 'first-backup.pem')
  await look(page, 'certificate-backup')
  await form.getByLabel('备份文件', { exact: true }).setInputFiles(file('letter.txt', '不是备份'))
  await form.getByLabel('密钥口令', { exact: true }).fill(PASSPHRASE)
  await form.getByRole('button', { name: '检验备份并领取证书' }).click()
  await complains(form.getByLabel('备份文件', { exact: true }), '不是本平台生成的密钥文件')
  await form.getByLabel('备份文件', { exact: true }).setInputFiles(path)
  await form.getByLabel('密钥口令', { exact: true }).fill('另外一个口令2026')
  await form.getByRole('button', { name: '检验备份并领取证书' }).click()
  await complains(form.getByLabel('密钥口令', { exact: true }), '口令不正确')
}
