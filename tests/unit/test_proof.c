/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * proof/: good translations, in which nothing may be found, and bad ones, each with the one rule that
 * it breaks; plural rules, held against those that GNU gettext writes; glossaries.
 */
#include "proof/internal.h"

#include <glib/gstdio.h>

/** The rules of all that is in @p diag, sorted, with a space between them. */
static char *rules_of(const struct dip_diag *diag)
{
    g_autoptr(GString) json = g_string_new(NULL);
    g_autoptr(GString) rules = g_string_new(NULL);

    dip_diag_print_json(diag, json);
    for (const char *p = json->str; (p = strstr(p, "\"rule\": \"")) != NULL; p++) {
        const char *rule = p + strlen("\"rule\": \"");
        g_string_append_printf(rules, "%s%.*s", rules->len == 0 ? "" : " ",
                               (int)strcspn(rule, "\""), rule);
    }
    return g_string_free(g_steal_pointer(&rules), FALSE);
}

static void proofread(const char *tag, const char *source, const char *text,
                      const struct dip_glossary *glossary, struct dip_diag *diag)
{
    DIP_AUTO(dip_locale) locale = dip_locale_new(tag, NULL);
    const struct dip_message message = {.id = source, .strings = &text, .string_count = 1};

    g_assert_nonnull(locale);
    dip_proof_message(locale, "en", &message, glossary, NULL, diag);
}

struct sample {
    const char *tag;
    const char *text;
};

static const char busy[] =
    "The callee's phone was reached, but it does not take another call now. It sends 486 (Busy "
    "Here) "
    "with a Retry-After header field if it knows when the user will be free.";
static const char method[] =
    "Send INVITE again with the Require header field left out (RFC 3261, section 21.4.15).";
static const char timers[] = "On 423 the client raises Expires to at least Min-Expires: otherwise "
                             "REGISTER fails again.";
static const char question[] = "Is the user registered?";
static const char label[] = "Licence of the texts:";
static const char quoted[] = "Send \"403 Forbidden\" (without a reason), not 404.";

static const struct {
    const char *source;
    struct sample samples[16];
} good[] = {
    {busy,
     {{"zh", "已联系到被叫方的电话，但该电话目前不接受其他呼叫。如果知道用户何时空闲，则发送带有 "
             "Retry-After "
             "头字段的 486（Busy Here）。"},
      {"zh-Hant",
       "已聯絡到被叫方的電話，但該電話目前不接受其他通話。若知道使用者何時有空，便會傳送帶有 "
       "Retry-After 標頭欄位的 486（Busy Here）。"},
      {"ja", "着信側の電話機には到達したが、現在は別の呼を受け付けない。ユーザーがいつ空くか分かる"
             "場合は、"
             "Retry-After ヘッダーフィールドを付けて 486（Busy Here）を送る。"},
      {"ko", "수신자의 전화기에 도달했지만 지금은 다른 통화를 받지 않습니다. 사용자가 언제 통화할 "
             "수 있는지 "
             "알면 Retry-After 헤더 필드와 함께 486(Busy Here)을 보냅니다."},
      {"vi",
       "Đã liên lạc được với điện thoại của người được gọi, nhưng lúc này máy không nhận thêm cuộc "
       "gọi. Máy gửi 486 (Busy Here) kèm trường tiêu đề Retry-After nếu biết khi nào người dùng "
       "rảnh."},
      {"pt", "O telefone do destinatário foi alcançado, mas não aceita outra chamada agora. Ele "
             "envia 486 "
             "(Busy Here) com um campo Retry-After se souber quando o usuário estará livre."},
      {"de",
       "Das Telefon des Angerufenen wurde erreicht, nimmt aber gerade keinen weiteren Anruf an. Es "
       "sendet 486 (Busy Here) mit einem Retry-After-Feld, falls es weiß, wann der Benutzer frei "
       "ist."},
      {"fr",
       "Le téléphone de l’appelé a été joint, mais ne prend pas d’autre appel pour l’instant. Il "
       "envoie 486 (Busy Here) avec un champ Retry-After s’il sait quand l’utilisateur sera "
       "libre."},
      {"ru", "Телефон вызываемого абонента доступен, но сейчас не принимает другой вызов. Он "
             "отправляет 486 "
             "(Busy Here) с полем Retry-After, если знает, когда пользователь освободится."},
      {"ar", "تم الوصول إلى هاتف الطرف المطلوب، لكنه لا يقبل مكالمة أخرى الآن. ويرسل 486 (Busy "
             "Here) مع حقل "
             "Retry-After إذا كان يعرف متى سيتفرغ المستخدم."},
      {"he", "הטלפון של הנמען זמין, אך אינו מקבל כעת שיחה נוספת. הוא שולח 486 (Busy Here) עם השדה "
             "Retry-After אם ידוע לו מתי המשתמש יתפנה."},
      {"th", "ติดต่อโทรศัพท์ของผู้รับสายได้แล้ว แต่ขณะนี้ยังไม่รับสายอื่น โดยจะส่ง 486 (Busy Here) พร้อมฟิลด์ "
             "Retry-After หากทราบว่าผู้ใช้จะว่างเมื่อใด"},
      {"hi",
       "कॉल पाने वाले के फ़ोन तक पहुँचा गया, लेकिन वह अभी दूसरी कॉल नहीं लेता। यदि उसे पता हो कि उपयोगकर्ता "
       "कब खाली होगा, तो वह Retry-After फ़ील्ड के साथ 486 (Busy Here) भेजता है।"},
      {"el", "Το τηλέφωνο του καλουμένου εντοπίστηκε, αλλά δεν δέχεται άλλη κλήση τώρα. Στέλνει "
             "486 (Busy "
             "Here) με πεδίο Retry-After, αν γνωρίζει πότε θα είναι ελεύθερος ο χρήστης."},
      {"tr",
       "Aranan tarafın telefonuna ulaşıldı, ancak şu anda başka bir çağrı almıyor. Kullanıcının ne "
       "zaman müsait olacağını biliyorsa Retry-After alanıyla 486 (Busy Here) gönderir."},
      {NULL, NULL}}},
    {method,
     {{"zh", "去掉 Require 头字段后重新发送 INVITE（RFC 3261 第 21.4.15 节）。"},
      {"ja", "Require ヘッダーフィールドを外して INVITE を再送する（RFC 3261、21.4.15 節）。"},
      {"vi", "Gửi lại INVITE mà không có trường tiêu đề Require (RFC 3261, mục 21.4.15)."},
      {"pt", "Envie o INVITE de novo sem o campo Require (RFC 3261, seção 21.4.15)."},
      {"de", "Senden Sie die INVITE-Anfrage noch einmal ohne das Feld Require (RFC 3261, Abschnitt "
             "21.4.15)."},
      {"fi", "Lähetä INVITE-pyyntö uudelleen ilman Require-kenttää (RFC 3261, kohta 21.4.15)."},
      {"hu",
       "Küldje el újra az INVITE-ot a Require fejlécmező nélkül (RFC 3261, 21.4.15. szakasz)."},
      {"ru", "Отправьте INVITE ещё раз без поля Require (RFC 3261, раздел 21.4.15)."},
      {"ar", "أعد إرسال INVITE بدون حقل Require (RFC 3261، القسم 21.4.15)."},
      {"fa", "درخواست INVITE را بدون فیلد Require دوباره بفرستید (RFC 3261، بخش 21.4.15)."},
      {"th", "ส่ง INVITE อีกครั้งโดยไม่ใส่ฟิลด์ Require (RFC 3261 หัวข้อ 21.4.15)"},
      {"ur", "Require فیلڈ کے بغیر INVITE دوبارہ بھیجیں (RFC 3261، حصہ 21.4.15)۔"},
      {NULL, NULL}}},
    {timers,
     {{"zh", "收到 423 后，客户端将 Expires 提高到不低于 Min-Expires，否则 REGISTER 会再次失败。"},
      {"ja", "423 を受けたクライアントは Expires を Min-Expires 以上に上げる。そうしないと "
             "REGISTER は再び失敗する。"},
      {"vi", "Khi nhận 423, máy khách tăng Expires lên ít nhất bằng Min-Expires: nếu không, "
             "REGISTER lại thất bại."},
      {"pt",
       "Ao receber 423, o cliente aumenta Expires para pelo menos Min-Expires; caso contrário, o "
       "REGISTER falha de novo."},
      {"de", "Nach 423 setzt der Client Expires auf mindestens Min-Expires herauf: Sonst scheitert "
             "REGISTER "
             "wieder."},
      {"fr",
       "Après 423, le client porte Expires à Min-Expires au moins : sinon REGISTER échoue encore."},
      {"fr",
       "Après 423, le client porte Expires à Min-Expires au moins : sinon REGISTER échoue encore."},
      {"ar", "عند 423 يرفع العميل Expires إلى Min-Expires على الأقل، وإلا فشل REGISTER مرة أخرى."},
      {"th", "เมื่อได้รับ 423 ไคลเอนต์จะเพิ่ม Expires ให้ไม่น้อยกว่า Min-Expires มิฉะนั้น REGISTER จะล้มเหลวอีก"},
      {"uk", "Після 423 клієнт збільшує Expires щонайменше до Min-Expires: інакше REGISTERи знову "
             "зазнають "
             "невдачі."},
      {NULL, NULL}}},
    {question,
     {{"zh", "用户是否已注册？"},
      {"ja", "ユーザーは登録されていますか？"},
      {"vi", "Người dùng đã đăng ký chưa?"},
      {"pt", "O usuário está registrado?"},
      {"es", "¿El usuario está registrado?"},
      {"de", "Ist der Benutzer registriert?"},
      {"fr", "L’utilisateur est-il enregistré ?"},
      {"ar", "هل المستخدم مسجَّل؟"},
      {"el", "Είναι εγγεγραμμένος ο χρήστης;"},
      {"th", "ผู้ใช้ลงทะเบียนแล้วหรือยัง"},
      {"hy", "Օգտատերը գրանցվա՞ծ է։"},
      {"ko", "사용자가 등록되어 있습니까?"},
      {NULL, NULL}}},
    {label,
     {{"zh", "文本许可："},
      {"vi", "Giấy phép của nội dung:"},
      {"pt", "Licença dos textos:"},
      {"fr", "Licence des textes :"},
      {"ar", "ترخيص النصوص:"},
      {"th", "สัญญาอนุญาตของข้อความ:"},
      {"ja", "テキストのライセンス："},
      {NULL, NULL}}},
    {quoted,
     {{"zh", "发送“403 Forbidden”（不附原因），而不是 404。"},
      {"ja", "404 ではなく「403 Forbidden」（理由なし）を送る。"},
      {"de", "Senden Sie „403 Forbidden“ (ohne Grund), nicht 404."},
      {"fr", "Envoyez « 403 Forbidden » (sans raison), pas 404."},
      {"fi", "Lähetä ”403 Forbidden” (ilman syytä), ei 404."},
      {"pl", "Wyślij „403 Forbidden” (bez przyczyny), a nie 404."},
      {"vi", "Gửi \"403 Forbidden\" (không kèm lý do), không phải 404."},
      {"da", "Send »403 Forbidden« (uden grund), ikke 404."},
      {"ar", "أرسل «403 Forbidden» (بدون سبب)، وليس 404."},
      {"pt", "Envie \"403 Forbidden\" (sem motivo), não 404."},
      {NULL, NULL}}},
    {"Note: look at Via (top).",
     {{"ja", "注: Via (先頭) を見てください。"},
      {"ja", "注：Via（先頭）を見てください。"},
      {"ko", "참고: Via(맨 위)를 보세요."},
      {NULL, NULL}}},
    /* Short labels become much longer, names stay, and an end may be a placeholder's. */
    {"Home",
     {{"pt", "Página inicial"},
      {"de", "Startseite"},
      {"vi", "Trang chủ"},
      {"zh", "首页"},
      {NULL, NULL}}},
    {"Number", {{"fr", "N°"}, {"pt", "Núm."}, {"ru", "Ном."}, {NULL, NULL}}},
    {"Session Initiation Protocol",
     {{"pt", "Session Initiation Protocol"},
      {"de", "Session Initiation Protocol"},
      {"ja", "Session Initiation Protocol"},
      {"zh", "会话初始协议"},
      {NULL, NULL}}},
    {"{a_code} indicates that {a_meaning}",
     {{"zh", "{a_code} 表示：{a_description}"},
      {"ja", "{a_code} は次のことを示します。{a_description}"},
      {"de", "{a_code}: {a_description}"},
      {NULL, NULL}}},
    {"{family} {a_code} ({a_name}) is a {a_class} response, while {b_code} ({b_name}) is a "
     "{b_class} response.",
     {{"zh", "{family} {a_code}（{a_name}）是 {a_class} 响应，而 {b_code}（{b_name}）是 {b_class} "
             "响应。"},
      {"pt", "{family} {a_code} ({a_name}) é uma resposta da classe {a_class}, enquanto {b_code} "
             "({b_name}) é "
             "uma resposta da classe {b_class}."},
      {"ja", "{family} {a_code}（{a_name}）は {a_class} の応答であり、{b_code}（{b_name}）は "
             "{b_class} の応答です。"},
      {NULL, NULL}}},
    {"See https://www.rfc-editor.org/rfc/rfc3261, or write to sip:help@example.org.",
     {{"zh", "参见 https://www.rfc-editor.org/rfc/rfc3261，或写信至 sip:help@example.org。"},
      {"de",
       "Siehe https://www.rfc-editor.org/rfc/rfc3261 oder schreiben Sie an sip:help@example.org."},
      {NULL, NULL}}},
    /* Grammar and reduplication that look like slips. */
    {"The servers that the user knows are asked again and again.",
     {{"de", "Die Server, die die Benutzerin kennt, werden immer wieder gefragt."},
      {"vi", "Các máy chủ mà người dùng biết luôn luôn được hỏi lại."},
      {"id", "Server yang dikenal pengguna ditanya lagi lagi."},
      {NULL, NULL}}},
    {"Nobody MUST retry within 5 seconds.",
     {{"de", "Niemand DARF es binnen fünf Sekunden wieder versuchen."}, {NULL, NULL}}},
    {"Files end with .po, and dots go on …",
     {{"de", "Dateien enden mit .po, und Punkte gehen weiter …"}, {NULL, NULL}}},
};

static void test_good(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
        for (const struct sample *s = good[i].samples; s->tag != NULL; s++) {
            DIP_AUTO(dip_diag) diag = dip_diag_new();
            g_test_message("%s: %s", s->tag, s->text);
            proofread(s->tag, good[i].source, s->text, NULL, diag);
            g_autoptr(GString) json = g_string_new(NULL);
            dip_diag_print_json(diag, json);
            g_assert_cmpstr(json->str, ==, "[]");
        }
    }
}

static const struct {
    const char *tag;
    const char *source;
    const char *text;
    const char *rules;
} bad[] = {
    /* spaces */
    {"de", "Home", " Startseite", "po-space-edge"},
    {"de", "Home", "Startseite ", "po-space-edge"},
    {"de", "Home", "Startseite\n", "po-space-edge"},
    {"de", "Home", "Startseite\302\240", "po-space-edge"},
    {"de", "Home ", "Startseite", "po-space-edge"},
    {"de", " Home", "Startseite", "po-space-edge"},
    {"pt", "Two words here.", "Duas\npalavras aqui.", "po-line-break"},
    {"pt", "Two\nwords here.", "Duas palavras aqui.", "po-line-break"},
    {"pt", "Two words here.", "Duas  palavras aqui.", "po-space-doubled"},
    {"zh", "Two words here.", "这里有\343\200\200\343\200\200两个词。", "po-space-doubled"},
    {"pt", "Who is there?", "Quem está aí ?", "po-space-mark"},
    {"vi", "Wait, then go.", "Chờ , rồi đi.", "po-space-mark"},
    {"fr", "Wait, then go.", "Attendez , puis allez.", "po-space-mark"},
    {"de", "One (two) three.", "Eins (zwei ) drei.", "po-space-mark"},
    {"zh", "Wait, then go.", "等待 ，然后继续。", "po-space-mark"},
    {"zh", "Send 404, not 403.", "发送 404， 而不是 403。", "po-space-mark"},
    {"hi", "It worked.", "यह सफल रहा ।", "po-space-mark"},
    /* ends */
    {"de", "It worked.", "Es hat geklappt", "po-end"},
    {"de", "It worked.", "Hat es geklappt?", "po-end"},
    {"de", "Key Differences", "Die wichtigsten Unterschiede.", "po-end"},
    {"zh", "It worked.", "成功了", "po-end"},
    {"zh", "It worked.", "成功了，", "po-end"},
    {"zh", "Did it work?", "成功了吗。", "po-end"},
    {"ja", "It worked.", "成功しました、", "po-end"},
    {"ar", "Did it work?", "هل نجح.", "po-end"},
    {"el", "Did it work?", "Πέτυχε.", "po-end"},
    {"vi", "Licence:", "Giấy phép", "po-end"},
    {"pt", "Wait …", "Espere.", "po-end"},
    {"pt", "Stop!", "Pare.", "po-end"},
    {"de", "The answer is {a} or {b}.", "Die Antwort ist {a} oder {b}", "po-end"},
    {"ru", "(It worked.)", "(Получилось)", "po-end"},
    /* forms of marks */
    {"zh", "Wait, then go on.", "等待,然后继续。", "po-mark-form"},
    {"zh", "Wait, then go on.", "等待, 然后继续。", "po-mark-form"},
    {"zh", "Did it work?", "成功了吗?", "po-mark-form"},
    {"zh", "The answer is SIP (the protocol).", "答案是 SIP (协议)。", "po-mark-form"},
    {"zh", "It worked.", "成功了.", "po-mark-form"},
    {"ja", "Wait, then go on.", "待って,続ける。", "po-mark-form"},
    {"zh", "It is code 404.", "状态码为 ４０４。", "po-mark-form po-token-lost"},
    {"pt", "Wait, then go.", "Espere， depois vá.", "po-mark-form"},
    {"vi", "It worked.", "Thành công。", "po-mark-form"},
    {"ar", "Wait, then go.", "انتظر, ثم امض.", "po-mark-form"},
    {"fa", "Did it work?", "آیا کار کرد?", "po-mark-form"},
    {"de", "SIP is a protocol.", "ＳＩＰ ist ein Protokoll.", "po-mark-form po-token-lost"},
    /* pairs */
    {"de", "One (two) three.", "Eins (zwei drei.", "po-bracket"},
    {"de", "One (two) three.", "Eins zwei) drei.", "po-bracket"},
    {"zh", "One (two) three.", "一（二)三。", "po-mark-form po-bracket"},
    {"ja", "One \"two\" three.", "一「二三。", "po-bracket"},
    {"de", "One \"two\" three.", "Eins „zwei drei.", "po-bracket"},
    {"fr", "One \"two\" three.", "Un « deux trois.", "po-bracket"},
    {"pt", "One {code} three.", "Um {code} { três.", "po-bracket"},
    /* what is the same everywhere */
    {"de", "It worked.", "Es hat <b>geklappt</b>.", "po-markup"},
    {"de", "It <em>worked</em>.", "Es hat geklappt.", "po-markup"},
    {"de", "This & that.", "Dies &amp; das.", "po-markup"},
    {"de", "See https://a.example/x.", "Siehe https://a.example/y.", "po-address"},
    {"de", "Call sip:alice@example.org now.", "Rufen Sie jetzt sip:alic@example.org an.",
     "po-address"},
    {"vi", "Call sip:alice@example.org now.", "Hãy gọi ngay.", "po-address"},
    {"de", "Send 404, not 410.", "Senden Sie 403, nicht 410.", "po-token-lost"},
    {"pt", "Send INVITE again.", "Envie o CONVITE de novo.", "po-token-lost"},
    {"zh", "Look at Retry-After.", "请查看“重试时间”。", "po-token-lost"},
    {"de", "RFC 3261 says so.", "RFC 3262 sagt das.", "po-token-lost"},
    {"de", "All 4xx codes fail.", "Alle 400er-Codes scheitern.", "po-token-lost"},
    /* words */
    {"pt", "Wait for the answer.", "Espere pela pela resposta.", "po-word-doubled"},
    {"de", "The server is busy.", "Der Server ist Ist belegt.", "po-word-doubled"},
    {"de", "The server is busy now.", "The server is busy now.", "po-untranslated"},
    {"zh", "The server is busy now.", "The server is busy now.", "po-untranslated"},
    {"zh", "The server is busy at the moment.", "Server currently has too much to do.",
     "po-script"},
    {"ru", "The server is busy at the moment.", "Server is just now too busy.", "po-script"},
    {"th", "The server is busy at the moment.", "Server is just now too busy.", "po-script"},
    {"ja", "The server is busy at the moment.", "Сервер сейчас перегружен.", "po-script"},
    {"pt", "The server is busy.", "O servid\320\276r está ocupado.", "po-letter"}, /* Cyrillic о */
    {"vi", "The server is busy.", "M\316\277y chủ đang bận.", "po-letter"},        /* Greek ο */
    {"ru", "The server is busy.", "Сервеp занят.", "po-letter"},                   /* Latin p */
    {"vi", "Description", "Mo\314\202 ta\314\211", "po-nfc"},
    {"pt", "Description", "Descric\314\247a\314\203o", "po-nfc"},
    {"de", "Wait.",
     "Warten Sie, bis der Server wieder Zeit für Sie hat, und versuchen Sie es erst dann noch "
     "einmal.",
     "po-long"},
    {"zh", "Wait.", "请等待服务器重新空闲下来，然后再次尝试发送同样的请求。", "po-long"},
};

static void test_bad(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        g_test_message("%s: %s", bad[i].tag, bad[i].text);
        proofread(bad[i].tag, bad[i].source, bad[i].text, NULL, diag);
        g_autofree char *rules = rules_of(diag);
        g_assert_cmpstr(rules, ==, bad[i].rules);
    }
}

/* The source's own language has nothing to be different in, and a fuzzy message is not read. */
static void test_left_alone(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_locale) german = dip_locale_new("de", NULL);
    const char *const text = " falsch  <b> ,";
    const struct dip_message fuzzy = {
        .id = "Right.", .strings = &text, .string_count = 1, .fuzzy = true};
    const char *const none = "";
    const struct dip_message empty = {.id = "Right.", .strings = &none, .string_count = 1};

    proofread("en-GB", "The server is busy now.", "The server is busy now.", NULL, diag);
    dip_proof_message(german, "en", &fuzzy, NULL, NULL, diag);
    dip_proof_message(german, "en", &empty, NULL, NULL, diag);
    g_assert_cmpuint(dip_diag_count(diag, DIP_WARNING), ==, 0);
}

static void test_forms(void)
{
    static const struct {
        const char *strings[3];
        const char *rules;
    } cases[] = {
        {{"один код", "{count} кода", "{count} кодов"}, ""},
        {{"{count} код", "", "{count} кодов"}, "po-plural-empty"},
        {{"", "", ""}, ""},
        {{"{count} код", "{count} кода ", "{count} кодов"}, "po-space-edge"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_locale) locale = dip_locale_new("ru", NULL);
        const struct dip_message message = {.id = "{count} code",
                                            .plural = "{count} codes",
                                            .strings = cases[i].strings,
                                            .string_count = 3};
        dip_proof_message(locale, "en", &message, NULL, NULL, diag);
        g_autofree char *rules = rules_of(diag);
        g_assert_cmpstr(rules, ==, cases[i].rules);
    }
}

static bool is_rule_of(const char *tag, const char *text)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_locale) locale = dip_locale_new(tag, NULL);
    DIP_AUTO(dip_plural) rule = dip_plural_parse(text);

    g_assert_nonnull(locale);
    g_assert_nonnull(rule);
    dip_proof_plural(locale, rule, (dip_loc){0}, diag);
    return dip_diag_count(diag, DIP_WARNING) == 0;
}

static void test_plural(void)
{
    static const struct {
        const char *tag;
        const char *rule;
        bool right;
    } cases[] = {
        {"de", "nplurals=2; plural=(n != 1);", true},
        {"de", "nplurals=2; plural=n>1;", false},
        {"de", "nplurals=1; plural=0;", false},
        {"fr", "nplurals=2; plural=(n > 1);", true},
        {"fr", "nplurals=2; plural=(n != 1);", false},
        {"pt", "nplurals=2; plural=(n != 1);", true},
        {"pt-BR", "nplurals=2; plural=(n > 1);", true},
        {"zh", "nplurals=1; plural=0;", true},
        {"zh", "nplurals=2; plural=(n != 1);", false},
        {"zh", "nplurals=2; plural=0;", false},
        {"vi", "nplurals=1; plural=0;", true},
        {"ru",
         "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
         "n%100>=20) "
         "? 1 : 2);",
         true},
        {"ru", "nplurals=2; plural=(n != 1);", false},
        {"pl",
         "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
         "n%100>=20) "
         "? 1 : 2);",
         false},
        {"ar",
         "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
         "n%100>=11 ? 4 "
         ": 5);",
         true},
        {"ar", "nplurals=2; plural=(n != 1);", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s: %s", cases[i].tag, cases[i].rule);
        g_assert_true(is_rule_of(cases[i].tag, cases[i].rule) == cases[i].right);
    }
}

/* Whatever msginit writes into a new catalog is a rule of its language. */
static void test_msginit(void)
{
    static const char *const tags[] = {"ar", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "eo",
                                       "es", "et", "fi", "fo", "fr", "ga", "gl", "he", "hr", "hu",
                                       "hy", "id", "is", "it", "ja", "ko", "lt", "lv", "mk", "ms",
                                       "mt", "nb", "nl", "nn", "pl", "pt", "ro", "ru", "sk", "sl",
                                       "sr", "sv", "th", "tr", "uk", "vi", "zh"};
    g_autofree char *folder = g_dir_make_tmp("diptych-proof-XXXXXX", NULL);
    g_autofree char *pot = g_build_filename(folder, "x.pot", NULL);
    unsigned known = 0;

    g_autofree char *program = g_find_program_in_path("msginit");
    if (program == NULL) {
        g_test_skip("msginit is missing");
        return;
    }
    g_assert_true(g_file_set_contents(pot,
                                      "msgid \"\"\nmsgstr \"Content-Type: text/plain; "
                                      "charset=UTF-8\\n\"\n\nmsgid \"a\"\nmsgid_plural \"b\"\n"
                                      "msgstr[0] \"\"\nmsgstr[1] \"\"\n",
                                      -1, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(tags); i++) {
        g_autofree char *locale = g_strconcat("--locale=", tags[i], NULL);
        const char *arguments[] = {
            "msginit", "--no-translator", "--no-wrap", locale, "-i", pot, "-o", "-", NULL};
        g_autofree char *made = NULL;
        g_assert_true(g_spawn_sync(NULL, (char **)arguments, NULL,
                                   G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                                   &made, NULL, NULL, NULL));
        const char *forms = strstr(made, "Plural-Forms: ");
        if (forms == NULL) /* a language that msginit knows no rule of */
            continue;
        known++;
        forms += strlen("Plural-Forms: ");
        g_autofree char *rule = g_strndup(forms, strcspn(forms, "\\"));
        g_test_message("%s: %s", tags[i], rule);
        g_assert_true(is_rule_of(tags[i], rule));
    }
    g_assert_cmpuint(known, >, 30);
}

static const char glossary_text[] = "# Words\n"
                                    "\n"
                                    "| English | Translation | Usage |\n"
                                    "|---|---|---|\n"
                                    "| response | resposta | \"uma resposta\" |\n"
                                    "| status code | código de status | in titles; then código |\n"
                                    "| area code | prefixo / código de área | |\n"
                                    "| entry, fact | característica; dado | noun: item |\n"
                                    "| description | descrição | label |\n"
                                    "| message (PO) | mensagem | of a PO file |\n"
                                    "| callee | (unchanged) | as is |\n"
                                    "| trunk | tronco | (unchecked) many words |\n"
                                    "| meanwhile | por sua vez | opens a sentence |\n"
                                    "| PSTN | RTPC | |\n"
                                    "\n"
                                    "| a table | for people |\n"
                                    "| x | y |\n";

static struct dip_glossary *load_glossary(const char *text, struct dip_diag *diag)
{
    g_autofree char *root = g_dir_make_tmp("diptych-proof-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(root, "glossary.md", NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return dip_glossary_load(root, "glossary.md", diag);
}

static void test_terms(void)
{
    static const struct {
        const char *source;
        const char *text;
        bool kept;
    } cases[] = {
        {"The response came.", "A resposta chegou.", true},
        {"Two responses came.", "Duas respostas chegaram.", true},
        {"RESPONSES came.", "RESPONSES chegou.", true}, /* a name */
        {"The response came.", "A réplica chegou.", false},
        {"Responses came.", "Chegaram réplicas.", false},
        {"The correspondence came.", "A carta chegou.", true},
        {"A response-time limit.", "Um limite de tempo.", true},
        {"Each status code.", "Cada código de status.", true},
        {"Each status code.", "Cada código.", true},
        {"Each status code.", "Cada número.", false},
        {"The area code.", "O prefixo.", true},
        {"The area code.", "O código da área.", true},
        {"The area code.", "O número.", false},
        {"Two entries.", "Duas características.", true},
        {"Two entries.", "Dois itens.", true},
        {"Two entries.", "Duas coisas.", false},
        {"Description", "Descrição", true},
        {"Description:", "Resumo:", false},
        {"Session Description Protocol", "Session Description Protocol", true},
        {"A description of it.", "Um resumo disso.", true}, /* a label only */
        {"The message came.", "O recado chegou.", true},    /* one of several senses */
        {"The callee waits.", "O destino espera.", true},
        {"The trunk is full.", "A linha está cheia.", true},
        {"Meanwhile, it rings.", "Enquanto isso, toca.", false},
        {"Meanwhile, it rings.", "Por sua vez, toca.", true},
        {"It rings meanwhile.", "Toca enquanto isso.", true},
        {"The PSTN answers.", "A RTPC responde.", true}, /* not lost */
        {"The PSTN answers.", "A rede responde.", false},
    };
    DIP_AUTO(dip_diag) none = dip_diag_new();
    DIP_AUTO(dip_glossary) glossary = load_glossary(glossary_text, none);

    g_assert_nonnull(glossary);
    g_assert_cmpuint(dip_diag_count(none, DIP_WARNING), ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        g_test_message("%s: %s", cases[i].source, cases[i].text);
        proofread("pt", cases[i].source, cases[i].text, glossary, diag);
        g_autofree char *rules = rules_of(diag);
        g_assert_cmpstr(rules, ==, cases[i].kept ? "" : "glossary");
    }
}

/* Where words do not change, accents and the whole word count. */
static void test_exact_terms(void)
{
    static const struct {
        const char *tag;
        const char *source;
        const char *text;
        bool kept;
    } cases[] = {
        {"vi", "The code.", "Mã này.", true},   {"vi", "The code.", "Ma này.", false},
        {"vi", "The code.", "Mãn này.", false}, {"vi", "The code.", "Con số này.", false},
        {"zh", "The code.", "该mã。", true},
    };
    DIP_AUTO(dip_diag) none = dip_diag_new();
    DIP_AUTO(dip_glossary)
    glossary = load_glossary("| English | Translation |\n|---|---|\n| code | mã |\n", none);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        g_test_message("%s: %s", cases[i].tag, cases[i].text);
        proofread(cases[i].tag, cases[i].source, cases[i].text, glossary, diag);
        g_assert_cmpuint(dip_diag_count(diag, DIP_WARNING), ==, cases[i].kept ? 0 : 1);
    }
}

static void test_broken_glossary(void)
{
    static const struct {
        const char *text;
        const char *place; /* NULL: fine */
    } cases[] = {
        {"Only words.\n", "\"line\": 0, \"column\": 0"},
        {"| English | Translation |\n| code | Kode |\n", "\"line\": 2, \"column\": 1"},
        {"| English | Translation |\n|---|---|\n| code |\n", "\"line\": 3, \"column\": 1"},
        {"| English | Translation |\n|---|---|\n| code | |\n", "\"line\": 3, \"column\": 1"},
        {"| English | Translation |\n|---|---|\n| | Kode |\n", "\"line\": 3, \"column\": 1"},
        {"| English | Translation | Usage |\n|---|---|---|\n| a | b | c | d |\n",
         "\"line\": 3, \"column\": 1"},
        {"| English | Translation |\n|---|---|\n| pair | a |\n| code, pair | b |\n",
         "\"line\": 4, \"column\": 9"},
        {"| Englisch | Translation |\n|---|---|\n| a | b |\n", "\"line\": 1, \"column\": 1"},
        {"x\n| English | Translation |\n|---|---|\n| a | \xff |\n", "\"line\": 4, \"column\": 7"},
        {"| english | translation |\n| :-- | --: |\n| a \\| b | c |\n", NULL},
        {"| English | Translation | Usage |\r\n|---|---|---|\r\n| a | b |\r\n", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        g_test_message("row %zu", i);
        DIP_AUTO(dip_glossary) glossary = load_glossary(cases[i].text, diag);
        g_autoptr(GString) json = g_string_new(NULL);
        dip_diag_print_json(diag, json);
        g_assert_cmpuint(dip_diag_count(diag, DIP_WARNING), ==, cases[i].place != NULL);
        g_assert_cmpuint(dip_diag_count(diag, DIP_ERROR), ==, 0);
        if (cases[i].place != NULL)
            g_assert_nonnull(strstr(json->str, cases[i].place));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/proof/good", test_good);
    g_test_add_func("/proof/bad", test_bad);
    g_test_add_func("/proof/left-alone", test_left_alone);
    g_test_add_func("/proof/forms", test_forms);
    g_test_add_func("/proof/plural", test_plural);
    g_test_add_func("/proof/msginit", test_msginit);
    g_test_add_func("/proof/terms", test_terms);
    g_test_add_func("/proof/exact-terms", test_exact_terms);
    g_test_add_func("/proof/broken-glossary", test_broken_glossary);
    return g_test_run();
}
