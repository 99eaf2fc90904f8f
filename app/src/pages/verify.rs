//! Checking an opening bundle (核验开标证据包) in the reader's own browser: nothing is sent anywhere.

pub mod desk;
mod told;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::erase::Erase;
use crate::parts::notice::NeedsScripts;
use crate::pieces;
use crate::text::t;

/// What needs no script; the rest comes when the page has come alive.
#[component]
pub fn Verify() -> impl IntoView {
    view! {
        <Title text=t("核验开标证据包", "Check an opening bundle")/>
        <div class="page-flow">
            <header>
                <h1>{t("核验开标证据包", "Check an opening bundle")}</h1>
                <p class="lede">
                    {t("选择从开标记录页下载的证据包，在您自己的浏览器里从头核验一次开标。文件不上传，也不向任何服务器询问；断开网络照样可以核验。",
                        "Choose the bundle that you took from the page of an opening record, and the whole opening is checked again in your own browser. The file is not sent, and no server is asked; it works with the network cut.")}
                </p>
            </header>
            <NeedsScripts/>
            {pieces::verifier()}
            <Terminal/>
            <Meaning/>
        </div>
    }
    .erase()
}

/// The same check without this page.
#[component]
fn Terminal() -> impl IntoView {
    view! {
        <section aria-labelledby="terminal">
            <h2 id="terminal">{t("不用浏览器", "Without a browser")}</h2>
            <p>
                {t("本程序的命令行做同样的核验，运行的是同一份代码；格式已经公布（app/bundle/FORMAT.md），也可以自己编写程序核验。",
                    "The program does the same at the command line, by the same code. The format is published (app/bundle/FORMAT.md), so you can write a checker of your own.")}
            </p>
            <p><code class="digest">{t("kaibiao verify 证据包.json --key 平台公钥 --pdf record.pdf", "kaibiao verify BUNDLE.json --key PLATFORM-KEY --pdf record.pdf")}</code></p>
        </section>
    }
    .erase()
}

/// What a good result means, and what it does not.
#[component]
fn Meaning() -> impl IntoView {
    view! {
        <section aria-labelledby="meaning">
            <h2 id="meaning">{t("核验说明什么", "What a check proves")}</h2>
            <p>
                {t("价格由密封文件重新打开得出，不取自唱标表。密封文件由投标人签名，回执由平台在投标截止之前签名，所以任何一方事后都改不了。每个步骤按与服务器相同的规则重演。",
                    "Prices come out of the sealed files, opened again, and not out of the read-out. The bidders signed what they sealed, and the platform gave its receipts before the deadline, so neither can change it afterwards. Every step is played again by the rules of the server.")}
            </p>
            <p class="muted">
                {t("各记录的时刻、发言和答复的文字目前只有平台签名；公钥属于哪家单位，由各投标人对照自己的回执和密钥认定。公开存证日志建立以后，这两点也可以核验。",
                    "The moments of entries, and the words of messages and answers, have the platform's signature alone so far; whose a key is, each bidder tells by its own receipt and key. Once the public log is there, that can be checked too.")}
            </p>
        </section>
    }
    .erase()
}
