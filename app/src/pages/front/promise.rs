//! Why nobody has to trust the platform.

use leptos::prelude::*;

use crate::text::t;

#[component]
pub fn Promise() -> impl IntoView {
    view! {
        <section aria-labelledby="promise">
            <h2 id="promise">{t("无须信任平台", "Nobody has to trust the platform")}</h2>
            <div class="grid">
                <article class="card">
                    <h3>{t("先密封，后上传", "Sealed before it is sent")}</h3>
                    <p>
                        {t("投标文件在您的浏览器里用国密算法密封，私钥不离开您的电脑。开标之前，包括平台和运维人员在内，谁也打不开。",
                            "Your bid is sealed in your own browser with the national algorithms, and the private key stays there. Before the opening nobody can read it, the platform and its operators included.")}
                    </p>
                </article>
                <article class="card">
                    <h3>{t("每一步都留痕", "Every step is kept")}</h3>
                    <p>
                        {t("递交、签到、解密、唱标、异议，每一步都记入只增不改的日志；递交成功即得签名回执。",
                            "Submission, sign-in, decryption, read-out, objection: each step enters a log that only grows, and an accepted bid gets a signed receipt.")}
                    </p>
                </article>
                <article class="card">
                    <h3>{t("人人可以核对", "Anybody can check")}</h3>
                    <p>
                        {t("全部报价同时公布。开标记录公开，投标文件的摘要与回执上的一致，任何人都可以核对。",
                            "All prices become public at once. The opening record is public, and the digest of each bid in it is the one on its receipt.")}
                    </p>
                </article>
            </div>
        </section>
    }
}
