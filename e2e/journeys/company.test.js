// The story of a company: it registers step by step, is returned with two remarks, mends them and is approved; makes its key,
// loses the machine, comes in by certificate from the backup on another one and has the key back; invites a colleague; and
// changes its legal representative under review while the old data stay in force.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import { creditCode } from '../lib/credit_code.js'
import { complains } from '../lib/field.js'
import { house } from '../lib/house.js'
import { letter } from '../lib/letters.js'
import { accessible, fitsPhones, look, picture } from '../lib/look.js'
import { steps } from '../lib/steps.js'

const at = house('company')
const COMPANY = {
  code: creditCode('MA0NF1LE'),
  name: '苏尼特市政工程有限公司',
  legalPerson: '斯琴',
  address: '锡林浩特市',
  contact: '斯琴',
  phone: '13947900002',
  login: 'sunite',
  password: '千里草原一条路2026',
}

const PASSPHRASE = '苏尼特草原的口令2026'
const COLLEAGUE = { login: 'qiqige', email: 'qiqige@sunite.example', password: '那达慕大街一号院二单元' }

test('a company registers, has a key, loses it, comes back, grows and changes', (t) => at.journey(() => story(steps(t))))

async function story(step) {
  const company = await at.person('斯琴')
  const registrar = await at.person('审核员')
  await registers(step, company, registrar)
  let backup
  await step('the key is made, its backup tried, and the certificate is there', async () => {
    await company.go('/my/key')
    backup = await bidder.backUp(company, PASSPHRASE)
  })
  // Another browser, which knows nothing of the first.
  const anew = await at.person('斯琴的新电脑')
  await comesBack(step, anew, backup)
  await invites(step, anew)
  await changes(step, anew, registrar)
}

async function registers(step, company, registrar) {
  const { page } = company
  await step('the code is decoded as it is typed, and the account opened', async () => {
    await company.go('/register')
    const code = page.getByLabel('统一社会信用代码', { exact: true })
    await page.getByRole('button', { name: '开始登记', disabled: false }).waitFor()
    await code.fill(COMPANY.code.slice(0, 8))
    await company.sees('8 / 18 位 · 工商（市场监管） · 企业 · 登记地 内蒙古自治区锡林郭勒盟')
    await bidder.openAccount(company, COMPANY)
    await look(page, 'filing-company')
  })
  await step('a company has at least one role, and may have several', async () => {
    await page.getByRole('button', { name: '下一步', disabled: false }).waitFor()
    const roles = page.getByRole('group', { name: '交易角色' })
    assert.ok(await roles.getByLabel('投标人', { exact: true }).isChecked())
    await roles.getByLabel('投标人', { exact: true }).uncheck()
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '核对提交' }).click()
    await company.follow('交易角色：请至少选一项')
    await roles.getByLabel('投标人', { exact: true }).check()
    await roles.getByLabel('招标人', { exact: true }).check()
    await company.sees('已于')
  })
  await step('what is typed outlives the page', async () => {
    await page.getByRole('button', { name: '下一步', disabled: false }).waitFor()
    await page.getByLabel('单位名称', { exact: true }).fill(COMPANY.name)
    await company.sees('已于')
    await page.reload()
    assert.ok(await page.getByRole('group', { name: '交易角色' }).getByLabel('招标人', { exact: true }).isChecked())
    assert.equal(await page.getByLabel('单位名称', { exact: true }).inputValue(), COMPANY.name)
  })
  await step('the check page names what is missing and leads there', async () => {
    await page.getByRole('button', { name: '下一步', disabled: false }).waitFor()
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '核对提交' }).click()
    await page.getByRole('heading', { name: /有 \d+ 处需要修改/ }).waitFor()
    await look(page, 'filing-problems')
    await company.follow('法定代表人身份证号码：请填写')
    const id = page.getByLabel('法定代表人身份证号码', { exact: true })
    await id.waitFor()
    await page.waitForFunction(() => document.activeElement.id === 'legal_person_id')
  })
  await step('all steps are filled in and it is sent', async () => {
    await bidder.fillForm(company, COMPANY)
    await company.sees('招标人、投标人')
    await look(page, 'filing-check')
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '扫描件' }).click()
    await look(page, 'filing-scans')
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '核对提交' }).click()
    await company.press('提交审核')
    await company.sees('排队等待审核员受理')
  })
  await step('the registrar returns it with two remarks', async () => {
    await registrar.signIn('registrar')
    await take(registrar)
    await registrar.sees('招标人、投标人')
    await showPhone(registrar)
    await remark(registrar, '住所', '请写到街道和门牌号')
    await remark(registrar, '营业执照扫描件', '请上传彩色扫描件')
    await registrar.sees('已写 2 条意见，可以退回补正。')
    await registrar.press('退回补正')
    await registrar.sees('已退回')
  })
  await step('the remarks stand beside the entries, and are mended', async () => {
    await company.go('/my/case')
    await company.sees('请写到街道和门牌号')
    await look(page, 'case-returned')
    await company.follow('查看记录：谁查看过本单位的个人信息')
    await page.getByRole('row', { name: /审核员 registrar 手机号码 电话核实/ }).waitFor()
    await look(page, 'looks')
    await page.goBack()
    await company.follow('补正')
    const address = page.getByLabel('住所', { exact: true })
    await page.getByRole('button', { name: '下一步', disabled: false }).waitFor()
    await page.locator('#address-error', { hasText: '审核意见：请写到街道和门牌号' }).waitFor()
    await address.fill('锡林浩特市那达慕大街8号')
    await bidder.fillForm(company, { ...COMPANY, address: '锡林浩特市那达慕大街8号' })
    await company.press('提交审核')
    await company.sees('待交易中心审核')
  })
  await step('it is approved', () => approve(registrar))
  await step('whoever has the role may announce lots, and whoever has it not hears how to get it', async () => {
    await company.go('/my/case')
    await company.sees('招标人、投标人')
    await company.follow('发布标段', page.getByRole('navigation', { name: '主导航' }))
    await page.getByRole('button', { name: '发布', exact: true, disabled: false }).waitFor()
    const other = await at.person('巴特尔')
    await other.signIn('caoyuan')
    await other.go('/lots/new')
    await other.sees('贵单位没有登记“招标人”“采购人”或者其代理机构的角色')
    await look(other.page, 'role-missing')
    await other.follow('变更登记信息')
    await other.page.getByRole('group', { name: '交易角色' }).waitFor()
  })
}

async function comesBack(step, person, backup) {
  const { page } = person
  await step('on another machine the backup signs in, under the right pass phrase alone', async () => {
    await person.go('/sign-in?back=/my/key')
    await page.getByText('用企业证书登录').click()
    await page.getByLabel('本人登录名', { exact: true }).fill(COMPANY.login)
    await page.getByLabel('密钥文件', { exact: true }).setInputFiles(backup)
    await page.getByLabel('密钥口令', { exact: true }).fill('不是这个口令')
    await person.press('签名登录')
    await complains(page.getByLabel('密钥口令', { exact: true }), '口令不正确')
    await look(page, 'sign-in-certificate')
    await page.getByLabel('密钥口令', { exact: true }).fill(PASSPHRASE)
    await person.press('签名登录')
    await person.sees('此浏览器没有密钥文件')
  })
  await step('the backup brings the key back', async () => {
    const restore = page.getByRole('region', { name: '从备份恢复' })
    await restore.getByLabel('备份文件', { exact: true }).setInputFiles(backup)
    await restore.getByLabel('密钥口令', { exact: true }).fill('不是这个口令')
    await person.press('恢复密钥')
    await complains(restore.getByLabel('密钥口令', { exact: true }), '口令不正确')
    await look(page, 'certificate-restore')
    await restore.getByLabel('密钥口令', { exact: true }).fill(PASSPHRASE)
    await person.press('恢复密钥')
    await person.sees('此浏览器已保存密钥文件')
  })
  await step('from now on this browser signs in by the key it keeps, for this company and no other', async () => {
    await person.press('退出', page)
    await page.getByRole('banner').getByRole('link', { name: '登录', exact: true }).waitFor()
    person.allow('409', '/api/fn/sign_in_by_certificate')
    await person.go('/sign-in')
    await page.getByText('用企业证书登录').click()
    await page.getByLabel('本人登录名', { exact: true }).fill('caoyuan')
    await person.sees('使用本浏览器保存的密钥文件。')
    await page.getByLabel('密钥口令', { exact: true }).fill(PASSPHRASE)
    await person.press('签名登录')
    await person.sees('签名与贵单位登记的密钥不符')
    await person.signInByCertificate(COMPANY.login, PASSPHRASE, { back: '/my/people' })
  })
}

async function invites(step, administrator) {
  const { page } = administrator
  const field = (name) => page.getByLabel(name, { exact: true })
  const colleague = await at.person('其其格')
  await step('whoever came by the key is no administrator yet: the password is asked for', async () => {
    await administrator.sees('验证身份')
    assert.equal(await page.getByRole('button', { name: '发出邀请' }).count(), 0)
    await accessible(page)
    await page.getByRole('button', { name: '验证', exact: true, disabled: false }).waitFor()
    await field('密码').fill(COMPANY.password)
    await administrator.press('验证')
    await page.getByRole('button', { name: '发出邀请', disabled: false }).waitFor()
  })
  await step('a colleague joins by the link in a letter', async () => {
    await field('电子邮箱').fill(COLLEAGUE.email)
    await field('岗位').selectOption({ label: '查看人' })
    await administrator.press('发出邀请')
    await administrator.sees('邀请已发出')
    await accessible(page)
    await picture(page, 'people')
    const [link] = (await letter(at.server, COLLEAGUE.email, '邀请您担任查看人')).match(/http\S+/)
    await joins(colleague, link)
  })
  await step('the colleague gets another seat, and is removed', async () => {
    await administrator.go('/my/people')
    await fitsPhones(page, 'people')
    const row = page.getByRole('row').filter({ hasText: COLLEAGUE.login })
    await administrator.press('改为投标经办人', row)
    await row.getByText('投标经办人', { exact: true }).waitFor()
    await administrator.press('移出', row)
    await row.waitFor({ state: 'detached' })
    await letter(at.server, COLLEAGUE.email, `不再是${COMPANY.name}的成员`)
    await colleague.go('/my/people')
    await colleague.sees('请先登录')
  })
}

async function joins(colleague, link) {
  const { page } = colleague
  await page.goto(link)
  await colleague.sees(COMPANY.name)
  await page.getByRole('button', { name: '加入', disabled: false }).waitFor()
  await accessible(page)
  await fitsPhones(page, 'join')
  const fill = (label, value) => page.getByLabel(label, { exact: true }).fill(value)
  await fill('电子邮箱', COLLEAGUE.email)
  await fill('登录名', COLLEAGUE.login)
  await fill('密码', COLLEAGUE.password)
  await fill('再次输入密码', COLLEAGUE.password)
  await colleague.press('加入')
  await page.waitForURL('**/my/account')
  await colleague.sees('查看人')
  await colleague.go('/my/people')
  await colleague.sees(COLLEAGUE.login)
  assert.equal(await page.getByRole('button', { name: '移出' }).count(), 0, 'a viewer removes nobody')
}

async function changes(step, company, registrar) {
  const { page } = company
  await step('the legal representative changes under review, the old one stays until then', async () => {
    await company.go('/my/case')
    await company.sees('登记已生效')
    await company.follow('变更登记信息')
    await page.getByRole('button', { name: '下一步', disabled: false }).waitFor()
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '法定代表人与账户' }).click()
    await page.getByLabel('法定代表人', { exact: true }).fill('那仁')
    await page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: '核对提交' }).click()
    await company.press('提交审核')
    await company.sees('变更正在审核，原信息继续有效')
    await look(page, 'case-change')
    const inForce = page.locator('section', { has: page.getByRole('heading', { name: '有效的登记信息' }) })
    await company.sees('斯琴', inForce)
    await take(registrar)
    await registrar.sees('原为')
    await look(registrar.page, 'review-change')
    await registrar.press('通过')
    await registrar.sees('已通过')
    await page.reload()
    await company.sees('那仁', inForce)
  })
}

/** Onto the registrar's desk. */
async function take(registrar) {
  await registrar.go('/review')
  await registrar.follow(COMPANY.name)
  await registrar.press('受理')
  await registrar.page.getByRole('button', { name: '放回队列', disabled: false }).waitFor()
}

/** Masked until the registrar says what for. */
async function showPhone(registrar) {
  const { page } = registrar
  await registrar.sees(`${COMPANY.phone.slice(0, 3)}****${COMPANY.phone.slice(-4)}`)
  assert.ok(!(await page.content()).includes(COMPANY.phone), 'the page holds the number')
  await registrar.press('显示手机号码')
  await page.getByLabel('用途', { exact: true }).fill('电话核实')
  await look(page, 'review-masked')
  await registrar.press('确认显示')
  await registrar.sees(COMPANY.phone)
}

async function remark(registrar, entry, words) {
  const field = registrar.page.getByLabel(`对“${entry}”的意见`, { exact: true })
  await registrar.page.locator('details', { has: field }).locator('summary').click()
  await field.fill(words)
}

async function approve(registrar) {
  await take(registrar)
  await registrar.press('通过')
  await registrar.sees('已生效')
}
