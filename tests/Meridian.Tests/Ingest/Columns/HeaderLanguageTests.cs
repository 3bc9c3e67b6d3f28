using System.Text;
using Meridian.Ingest.Columns;

namespace Meridian.Tests.Ingest.Columns;

/// <summary>Header rows as teams write them, one a language; the file has no rows yet, so the headers alone decide.</summary>
public class HeaderLanguageTests
{
    [Theory]
    [InlineData("Customer ID|Full Name|Phone Number|E-mail|Country|City|Platform|Last Active|Tags|Notes", "external_id|name|phone|email|country|city|platform|last_seen_at|tags|notes")]
    [InlineData("user_id|first_name|last_name|mobile|email_address|dob|gender|preferred_language|signup_date|total_orders|total_spent|currency", "user_id|given_name|family_name|phone|email|birth_date|gender|language|created_at|orders_count|total_spent|currency")]
    [InlineData("CustomerID|FirstName|LastName|MobileNo|EmailAddress|PostalCode|StateProvince|JobTitle|CompanyName|LastLoginAt|CreatedAt|UpdatedAt", "external_id|given_name|family_name|phone|email|postcode|state|job_title|company|last_seen_at|created_at|updated_at")]
    [InlineData("customerphone|clientemail|telno|zipcode|timezone|ipaddress|birthdate|lastorderdate|messagesreceived|activedays30", "phone|email|phone|postcode|time_zone|ip|birth_date|last_order_at|messages_in|active_days_30")]
    [InlineData("Active days in last 30|Messages received|Messages|First order date|Last purchase|Lifetime value|Marketing consent|Avatar URL|Locale|Age|Industry", "active_days_30|messages_in|messages_count|first_order_at|last_order_at|total_spent|marketing_consent|avatar|locale|age|industry")]
    [InlineData("客户编号|姓名|手机号|邮箱|国家|省份|城市|地址|平台|微信号|最后活跃时间|注册时间|标签|备注", "external_id|name|phone|email|country|state|city|address|platform|handle:wechat|last_seen_at|created_at|tags|notes")]
    [InlineData("会员号|客户姓名|联系电话1|联系电话2|电子邮箱|性别|出生日期|年龄|公司名称|职位|所属行业|语言|时区|币种", "external_id|name|phone|phone|email|gender|birth_date|age|company|job_title|industry|language|time_zone|currency")]
    [InlineData("用户ID|昵称|客户手机号码（必填）|邮编|最近购买时间|首次下单时间|订单总数|累计消费金额|收到消息数|消息总数|近30天活跃天数|头像|是否接受营销|更新时间", "user_id|nickname|phone|postcode|last_order_at|first_order_at|orders_count|total_spent|messages_in|messages_count|active_days_30|avatar|marketing_consent|updated_at")]
    [InlineData("客戶編號|姓名|手機號碼|電子郵件|國家|縣市|地址|平台|LINE ID|生日|性別|標籤|備註|最後登入時間", "external_id|name|phone|email|country|city|address|platform|handle:line|birth_date|gender|tags|notes|last_seen_at")]
    [InlineData("會員編號|暱稱|聯絡電話|電子信箱|郵遞區號|語言|公司名稱|職稱|產業|註冊日期|訂單數|累計消費金額|最近訂單日期|訂閱電子報", "external_id|nickname|phone|email|postcode|language|company|job_title|industry|created_at|orders_count|total_spent|last_order_at|marketing_consent")]
    [InlineData("Código de cliente|Nombre completo|Teléfono|Correo electrónico|País|Ciudad|Dirección|Código postal|Plataforma|Última actividad|Fecha de registro|Etiquetas|Notas", "external_id|name|phone|email|country|city|address|postcode|platform|last_seen_at|created_at|tags|notes")]
    [InlineData("NOMBRE|APELLIDOS|TELEFONO MOVIL|EMAIL|FECHA DE NACIMIENTO|SEXO|IDIOMA|PROVINCIA|EMPRESA|CARGO|SECTOR|NUMERO DE PEDIDOS|TOTAL GASTADO|MONEDA", "given_name|family_name|phone|email|birth_date|gender|language|state|company|job_title|industry|orders_count|total_spent|currency")]
    [InlineData("Nº de teléfono|Celular del cliente|Correo|Última compra|Primera compra|Mensajes recibidos|Días activos en los últimos 30 días|Acepta marketing|Zona horaria", "phone|phone|email|last_order_at|first_order_at|messages_in|active_days_30|marketing_consent|time_zone")]
    [InlineData("Código do cliente|Nome completo|Celular|E-mail|País|Estado|Cidade|Endereço|CEP|Plataforma|Último acesso|Data de cadastro|Observações", "external_id|name|phone|email|country|state|city|address|postcode|platform|last_seen_at|created_at|notes")]
    [InlineData("Nome|Sobrenome|Telefone com DDD|Data de nascimento|Gênero|Idioma|Empresa|Profissão|Ramo de atividade|Quantidade de pedidos|Valor total gasto|Moeda|Última compra", "given_name|family_name|phone|birth_date|gender|language|company|job_title|industry|orders_count|total_spent|currency|last_order_at")]
    [InlineData("ID Pelanggan|Nama Lengkap|No. HP|Alamat Email|Negara|Provinsi|Kota|Alamat|Kode Pos|Media Sosial|Terakhir Aktif|Tanggal Daftar|Catatan", "external_id|name|phone|email|country|state|city|address|postcode|platform|last_seen_at|created_at|notes")]
    [InlineData("Nama|Nomor WA|Nomor Telepon|Jenis Kelamin|Tanggal Lahir|Umur|Bahasa|Perusahaan|Jabatan|Jumlah Pesanan|Total Belanja|Mata Uang|Pesanan Terakhir|Hari Aktif", "name|handle:whatsapp|phone|gender|birth_date|age|language|company|job_title|orders_count|total_spent|currency|last_order_at|active_days_30")]
    [InlineData("رقم العميل|الاسم الكامل|رقم الهاتف|البريد الإلكتروني|الدولة|المدينة|العنوان|الرمز البريدي|المنصة|آخر نشاط|تاريخ التسجيل|ملاحظات", "external_id|name|phone|email|country|city|address|postcode|platform|last_seen_at|created_at|notes")]
    [InlineData("الإسم الأول|اسم العائلة|رَقْم الجَوَّال|ايميل|الجنس|تاريخ الميلاد|العمر|اللغة|الشركة|المسمى الوظيفي|عدد الطلبات|إجمالي المشتريات|العملة|آخر طلب|رقم الواتساب", "given_name|family_name|phone|email|gender|birth_date|age|language|company|job_title|orders_count|total_spent|currency|last_order_at|handle:whatsapp")]
    [InlineData("Numéro client|Prénom|Nom|Téléphone portable|Adresse e-mail|Pays|Ville|Code postal|Langue|Date de naissance|Société|Dernière connexion|Inscrit le", "external_id|given_name|family_name|phone|email|country|city|postcode|language|birth_date|company|last_seen_at|created_at")]
    [InlineData("Kundennummer|Vorname|Name|Mobilnummer|E-Mail-Adresse|Land|Ort|PLZ|Straße|Geburtsdatum|Firma|Sprache|Letzte Bestellung|Kunde seit", "external_id|given_name|family_name|phone|email|country|city|postcode|address|birth_date|company|language|last_order_at|created_at")]
    [InlineData("ग्राहक आईडी|पूरा नाम|मोबाइल नंबर|ईमेल|देश|शहर|पता|पिन कोड|भाषा|लिंग|जन्म तिथि|कंपनी|प्लेटफ़ॉर्म", "external_id|name|phone|email|country|city|address|postcode|language|gender|birth_date|company|platform")]
    [InlineData("ID клиента|Имя|Фамилия|Номер телефона|Эл. почта|Страна|Город|Адрес|Индекс|Язык|Дата рождения|Мессенджер|Последняя активность|Дата регистрации", "external_id|given_name|family_name|phone|email|country|city|address|postcode|language|birth_date|platform|last_seen_at|created_at")]
    [InlineData("Mã khách hàng|Họ và tên|Số điện thoại|Email|Quốc gia|Tỉnh|Địa chỉ|Ngôn ngữ|Giới tính|Ngày sinh|Công ty|Nền tảng|Zalo|Ngày đăng ký", "external_id|name|phone|email|country|state|address|language|gender|birth_date|company|platform|handle:zalo|created_at")]
    [InlineData("รหัสลูกค้า|ชื่อ-นามสกุล|เบอร์โทรศัพท์|อีเมล|ประเทศ|จังหวัด|ที่อยู่|รหัสไปรษณีย์|ภาษา|เพศ|วันเกิด|บริษัท|แพลตฟอร์ม|ไลน์ไอดี", "external_id|name|phone|email|country|state|address|postcode|language|gender|birth_date|company|platform|handle:line")]
    [InlineData("顧客ID|氏名|電話番号|メールアドレス|国|都道府県|住所|郵便番号|言語|性別|生年月日|会社名|プラットフォーム|LINE ID|最終ログイン日時|登録日", "external_id|name|phone|email|country|state|address|postcode|language|gender|birth_date|company|platform|handle:line|last_seen_at|created_at")]
    [InlineData("고객번호|이름|휴대폰 번호|이메일|국가|도시|주소|우편번호|언어|성별|생년월일|회사명|플랫폼|카카오톡 아이디|최근 로그인|가입일", "external_id|name|phone|email|country|city|address|postcode|language|gender|birth_date|company|platform|handle:kakaotalk|last_seen_at|created_at")]
    [InlineData("Müşteri No|Ad Soyad|Cep Telefonu|E-posta|Ülke|İl|Adres|Posta Kodu|Dil|Cinsiyet|Doğum Tarihi|Şirket|Kayıt Tarihi|Son Sipariş Tarihi|Notlar", "external_id|name|phone|email|country|city|address|postcode|language|gender|birth_date|company|created_at|last_order_at|notes")]
    [InlineData("MÜŞTERİ NUMARASI|ADI|SOYADI|TELEFON NUMARASI|E-POSTA ADRESİ|ŞEHİR|DOĞUM TARİHİ|CİNSİYETİ|YAŞI|MESLEĞİ|SEKTÖR|PARA BİRİMİ|TOPLAM HARCAMA|SİPARİŞ SAYISI|SON GİRİŞ", "external_id|given_name|family_name|phone|email|city|birth_date|gender|age|job_title|industry|currency|total_spent|orders_count|last_seen_at")]
    [InlineData("Müşterinin telefonu|WhatsApp numarası|Telegram kullanıcı adı|Ticari elektronik ileti onayı|Etiketler|Saat dilimi|Gelen mesaj sayısı|Aktif gün sayısı|İlk alışveriş tarihi|Güncelleme tarihi|Kullanıcı ID", "phone|handle:whatsapp|handle:telegram|marketing_consent|tags|time_zone|messages_in|active_days_30|first_order_at|updated_at|user_id")]
    [InlineData("Ad|Soyad|Tel|E-posta adresi", "given_name|family_name|phone|email")]
    [InlineData("Ad|Telefon", "name|phone")]
    [InlineData("Codice cliente|Nome|Cognome|Cellulare|Indirizzo e-mail|Nazione|Città|Indirizzo|CAP|Lingua|Sesso|Data di nascita|Azienda|Data registrazione|Ultimo ordine|Note", "external_id|given_name|family_name|phone|email|country|city|address|postcode|language|gender|birth_date|company|created_at|last_order_at|notes")]
    [InlineData("NOMINATIVO|NUMERO DI TELEFONO|POSTA ELETTRONICA|PROVINCIA|PROFESSIONE|SETTORE|ETÀ|VALUTA|TOTALE SPESO|NUMERO ORDINI|ULTIMO ACCESSO|CONSENSO MARKETING|FUSO ORARIO|ETICHETTE", "name|phone|email|state|job_title|industry|age|currency|total_spent|orders_count|last_seen_at|marketing_consent|time_zone|tags")]
    [InlineData("ID utente|Numero WhatsApp|Primo acquisto|Messaggi ricevuti|Giorni attivi ultimi 30 giorni|Ultima modifica|Foto profilo|Piattaforma|Telefono del cliente", "user_id|handle:whatsapp|first_order_at|messages_in|active_days_30|updated_at|avatar|platform|phone")]
    public void Reads_a_header_row(string header, string fields) =>
        Assert.Equal(fields.Replace("|", " | ", StringComparison.Ordinal), Plans.Of(header, delimiter: '|').Fields());

    [Theory]
    [InlineData("Telegram", "handle:telegram")]
    [InlineData("Telegram username", "handle:telegram")]
    [InlineData("telegram_id", "handle:telegram")]
    [InlineData("TG", "handle:telegram")]
    [InlineData("IG", "handle:instagram")]
    [InlineData("IG Handle", "handle:instagram")]
    [InlineData("Instagram link", "handle:instagram")]
    [InlineData("LINE ID", "handle:line")]
    [InlineData("LINE", "handle:line")]
    [InlineData("微信号", "handle:wechat")]
    [InlineData("微信", "handle:wechat")]
    [InlineData("WeChatID", "handle:wechat")]
    [InlineData("客户微信号", "handle:wechat")]
    [InlineData("WhatsApp", "handle:whatsapp")]
    [InlineData("WhatsApp Number", "handle:whatsapp")]
    [InlineData("whatsapp_phone", "handle:whatsapp")]
    [InlineData("WA No.", "handle:whatsapp")]
    [InlineData("客户WhatsApp", "handle:whatsapp")]
    [InlineData("رقم الواتس", "handle:whatsapp")]
    [InlineData("Facebook profile URL", "handle:facebook")]
    [InlineData("FB链接", "handle:facebook")]
    [InlineData("LinkedIn URL", "handle:linkedin")]
    [InlineData("QQ号", "handle:qq")]
    [InlineData("小红书账号", "handle:xiaohongshu")]
    [InlineData("Usuario de Instagram", "handle:instagram")]
    [InlineData("Ник в Telegram", "handle:telegram")]
    [InlineData("Signal number", "handle:signal")]
    [InlineData("X (Twitter)", "handle:x")]
    [InlineData("微信昵称", "nickname")]
    [InlineData("رقم الجوال (واتساب)", "handle:whatsapp")]
    [InlineData("No HP/WA", "handle:whatsapp")]
    [InlineData("SĐT Zalo", "handle:zalo")]
    [InlineData("手机/微信", "handle:wechat")]
    [InlineData("wa_id", "handle:whatsapp")]
    [InlineData("wechat_openid", "handle:wechat")]
    [InlineData("fb_psid", "handle:messenger")]
    [InlineData("tg_user", "handle:telegram")]
    [InlineData("line_user_id", "handle:line")]
    [InlineData("WhatsApp (sí/no)", "handle:whatsapp")]
    [InlineData("QQ邮箱", "email")]
    public void A_platforms_own_column_is_its_handle(string header, string field) => Assert.Equal(field, Plans.Column(header).Field);

    [Theory]
    [InlineData("phone verified")]
    [InlineData("Phone country")]
    [InlineData("Phone type")]
    [InlineData("Phone 1 - Label")]
    [InlineData("E-mail 1 - Type")]
    [InlineData("email domain")]
    [InlineData("email bounced")]
    [InlineData("product name")]
    [InlineData("campaign name")]
    [InlineData("ad_name")]
    [InlineData("adset_name")]
    [InlineData("form_name")]
    [InlineData("file name")]
    [InlineData("order id")]
    [InlineData("Order ID")]
    [InlineData("ad_id")]
    [InlineData("session id")]
    [InlineData("agent phone")]
    [InlineData("Contact owner")]
    [InlineData("Sales rep email")]
    [InlineData("Emergency contact phone")]
    [InlineData("Assistant's Phone")]
    [InlineData("Middle Name")]
    [InlineData("Additional Name")]
    [InlineData("Fax Number")]
    [InlineData("IP Country")]
    [InlineData("Next order date")]
    [InlineData("客服电话")]
    [InlineData("业务员微信")]
    [InlineData("手机归属地")]
    [InlineData("手机号是否验证")]
    [InlineData("产品名称")]
    [InlineData("订单编号")]
    [InlineData("身份证号")]
    [InlineData("微信群")]
    [InlineData("会员等级")]
    [InlineData("推薦人電話")]
    [InlineData("Teléfono del vendedor")]
    [InlineData("Nombre del producto")]
    [InlineData("Telefone verificado")]
    [InlineData("Nome da campanha")]
    [InlineData("Nama Produk")]
    [InlineData("No. Rekening Bank")]
    [InlineData("اسم المنتج")]
    [InlineData("هاتف المندوب")]
    [InlineData("رقم الطلب")]
    [InlineData("Nom du produit")]
    [InlineData("Telefon Notfallkontakt")]
    [InlineData("Телефон менеджера")]
    [InlineData("担当者電話番号")]
    [InlineData("フリガナ")]
    [InlineData("담당자 전화번호")]
    [InlineData("WhatsApp opt-in")]
    [InlineData("Facebook Clicks")]
    public void What_is_about_something_else_stays_a_trait_even_when_its_values_look_right(string header)
    {
        Assert.StartsWith("trait:", Plans.Column(header).Field, StringComparison.Ordinal);
        var withPhones = Plans.Column(header, "+8613800138000", "+5511987654321", "+14155552671", "+34612345678");
        Assert.StartsWith("trait:", withPhones.Field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Customer Phone Number 1", "phone")]
    [InlineData("Phone (with country code)", "phone")]
    [InlineData("Phone No. *", "phone")]
    [InlineData("PHONE_NUMBER", "phone")]
    [InlineData("ｐｈｏｎｅ", "phone")]
    [InlineData("电话 Phone", "phone")]
    [InlineData("Name / 姓名", "name")]
    [InlineData("email opt in", "marketing_consent")]
    [InlineData("Email Opt-In", "marketing_consent")]
    [InlineData("company name", "company")]
    [InlineData("name", "name")]
    [InlineData("First & Last Name", "name")]
    [InlineData("Apellidos y Nombres", "name")]
    [InlineData("id", "external_id")]
    [InlineData("customer id", "external_id")]
    [InlineData("客户编号", "external_id")]
    [InlineData("会员号", "external_id")]
    [InlineData("contact id", "external_id")]
    [InlineData("Record ID", "external_id")]
    [InlineData("user_id", "user_id")]
    [InlineData("userid", "user_id")]
    [InlineData("uid", "user_id")]
    [InlineData("用户ID", "user_id")]
    [InlineData("Default Address City", "city")]
    [InlineData("Business Postal Code", "postcode")]
    [InlineData("company country", "country")]
    [InlineData("Date de création", "created_at")]
    [InlineData("Phone calling code", "phone_country_code")]
    [InlineData("Last active (UTC)", "last_seen_at")]
    [InlineData("Spend (USD)", "total_spent")]
    [InlineData("近30天活跃天数(天)", "active_days_30")]
    [InlineData("注册邮箱", "email")]
    [InlineData("注册手机号", "phone")]
    [InlineData("traits.phone", "phone")]
    [InlineData("address.city", "city")]
    [InlineData("lastMessageAt", "last_seen_at")]
    [InlineData("Apellido paterno", "family_name")]
    [InlineData("Total Belanja (Rp)", "total_spent")]
    [InlineData("Newsletter (ja/nein)", "marketing_consent")]
    [InlineData("마케팅 수신 동의 여부", "marketing_consent")]
    public void Words_around_a_name_do_not_hide_it(string header, string field) => Assert.Equal(field, Plans.Column(header).Field);

    [Fact]
    public void Every_spelling_of_the_table_is_understood_as_its_field()
    {
        var wrong = new StringBuilder();
        foreach (var (field, spelling) in Spellings())
        {
            var column = Plans.Column(spelling.TrimEnd('?', '~'));
            var understood = column.Field == field || column.Alternatives.Contains(field, StringComparer.Ordinal);
            if (!understood)
                wrong.AppendLine($"{spelling}: {column.Field} instead of {field}");
        }

        Assert.Equal("", wrong.ToString());
    }

    [Fact]
    public void Every_field_has_spellings_in_every_language_that_must_be_read()
    {
        string[] must = ["en", "zh", "zh-Hant", "es", "pt", "id", "ar"];
        var rows = Rows().ToLookup(r => r[0], r => r[1], StringComparer.Ordinal);
        // A locale is a word of programmers; Indonesian and Arabic tables name the language instead.
        var missing = Fields.All.Where(f => f.Platform is null)
            .SelectMany(f => must.Except(rows[f.Key]).Select(language => $"{f.Key}/{language}"))
            .Except(["locale/id", "locale/ar"]);
        Assert.Empty(missing);
    }

    private static IEnumerable<(string Field, string Spelling)> Spellings() =>
        Rows().SelectMany(r => r[2].Split(" | ").Select(s => (r[0], s)));

    private static IEnumerable<string[]> Rows()
    {
        using var stream = typeof(Fields).Assembly.GetManifestResourceStream("Meridian.Ingest.Columns.headers.tsv")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Skip(1).Select(l => l.Split('\t'))];
    }
}
