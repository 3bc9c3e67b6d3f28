using System.Text;
using Meridian.Ingest.Reading;

namespace Meridian.Tests.Ingest.Reading;

public class EncodingTests : InTempFolder
{
    /// <summary>Code page, name as shown, and customers as they would stand in a small file of that country.</summary>
    public static TheoryData<int, string, string> Countries => new()
    {
        { 54936, "gb18030", "姓名,城市\n王小明,北京\n李娜,上海市浦东新区\n张伟,广州\n刘洋,深圳南山\n" },
        { 54936, "gb18030", "客户编号,姓名,电话,备注\n1,陈静,13800138000,喜欢红色\n2,欧阳锋,13900139000,微信联系\n" },
        { 950, "big5", "姓名,城市\n王小明,台北市大安區\n林淑芬,高雄\n陳怡君,新竹縣竹北市\n黃志豪,香港九龍\n" },
        { 932, "shift_jis", "氏名,都市\n山田太郎,東京都渋谷区\n佐藤花子,大阪\nすずき いちろう,なごや\nタナカ ユミ,フクオカ\n" },
        { 932, "shift_jis", "氏名,フリガナ\n山田太郎,ﾔﾏﾀﾞ ﾀﾛｳ\n佐藤花子,ｻﾄｳ ﾊﾅｺ\n" },
        { 949, "euc-kr", "이름,도시\n김철수,서울특별시\n이영희,부산\n박지훈,대구광역시\n최민지,인천\n" },
        { 51932, "euc-jp", "氏名,都市\n山田たろう,東京\nさとう はなこ,大阪\nスズキ,ナゴヤ\n" },
        { 1250, "windows-1250", "imię,miasto\nŁukasz Wójcik,Kraków\nZbigniew Żak,Łódź\nAgnieszka Dąbrowska,Gdańsk\n" },
        { 1250, "windows-1250", "jméno,město\nJiří Dvořák,Plzeň\nTomáš Němec,Ústí nad Labem\nZdeněk Růžička,České Budějovice\n" },
        { 1250, "windows-1250", "név,város\nNagy Győző,Győr\nSzűcs Erzsébet,Budapest\nKőszegi Ödön,Székesfehérvár\n" },
        { 1251, "windows-1251", "имя,город\nИван Петров,Москва\nМария Сидорова,Санкт-Петербург\nОлег Щукин,Нижний Новгород\n" },
        { 1251, "windows-1251", "ім'я,місто\nОлена Ковальчук,Київ\nАндрій Їжакевич,Запоріжжя\nЄвген Ґудзь,Львів\n" },
        { 20866, "koi8-r", "имя,город\nИван Петров,Москва\nМария Сидорова,Санкт-Петербург\n" },
        { 1252, "windows-1252", "nombre,ciudad\nJosé García,Málaga\nMaría Muñoz,Córdoba\nBegoña Núñez,A Coruña\n" },
        { 1252, "windows-1252", "nome,cidade\nJoão Gonçalves,São Paulo\nConceição Araújo,Goiânia\n" },
        { 1252, "windows-1252", "nom,ville\nHélène Lefèvre,Besançon\nFrançois Noël,Orléans\nZoë Müller,Genève\n" },
        { 1252, "windows-1252", "Name,Stadt\nJürgen Groß,Köln\nKäthe Schröder,Düsseldorf\n" },
        { 1252, "windows-1252", "navn,by\nSøren Kjær,Ålborg\nÅse Nørgård,Tromsø\n" },
        { 1252, "windows-1252", "name,price\nAnna,50 €\nBo,70 €\n" },
        { 1253, "windows-1253", "όνομα,πόλη\nΓιώργος Παπαδόπουλος,Αθήνα\nΜαρία Ιωάννου,Θεσσαλονίκη\nΝίκος Αντωνίου,Πάτρα\n" },
        { 1254, "windows-1254", "ad,şehir\nGülşen Yıldız,İstanbul\nOğuz Çağlar,İzmir\nAyşe Şahin,Diyarbakır\n" },
        { 1255, "windows-1255", "שם,עיר\nדוד כהן,תל אביב\nשרה לוי,ירושלים\nיעל מזרחי,חיפה\n" },
        { 1256, "windows-1256", "الاسم,المدينة\nمحمد علي,القاهرة\nفاطمة الزهراء,الرياض\nأحمد حسن,دبي\n" },
        { 1257, "windows-1257", "vardas,miestas\nJūratė Žukauskienė,Šiauliai\nŽydrūnas Čepaitis,Panevėžys\n" },
        { 1257, "windows-1257", "vārds,pilsēta\nJānis Bērziņš,Rēzekne\nĢirts Ķēniņš,Liepāja\n" },
        { 874, "windows-874", "ชื่อ,เมือง\nสมชาย ใจดี,กรุงเทพมหานคร\nสมหญิง รักไทย,เชียงใหม่\n" },
    };

    [Theory]
    [MemberData(nameof(Countries))]
    public void F20_an_old_encoding_is_found_out_and_nothing_is_garbled(int codePage, string name, string text)
    {
        var encoding = Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        var table = Table.Read(Write("t.csv", text, encoding));
        Assert.Equal(name, table.Facts.Encoding);
        var lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal(lines[0].Split(','), table.Header);
        Assert.Equal(lines.Skip(1).Select(l => l.Replace(',', '|')), table.Text.Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Countries))]
    public void F20_the_same_text_as_utf8_is_utf8(int codePage, string name, string text)
    {
        Assert.NotEqual(65001, codePage);
        var table = Read(text);
        Assert.True(table.Facts.Encoding == "utf-8", name);
        Assert.Equal(text.Split('\n')[1].Split(','), table.Rows[0].Cells);
    }

    public static TheoryData<string, bool> Wide => new()
    {
        { "utf-16", true }, { "utf-16", false }, { "utf-16BE", true }, { "utf-16BE", false }, { "utf-32", true }, { "utf-32BE", true }, { "utf-8", true }, { "utf-8", false },
    };

    [Theory]
    [MemberData(nameof(Wide))]
    public void F20_unicode_with_and_without_its_mark(string name, bool mark)
    {
        const string Text = "姓名,city\n王小明,Zürich\n😀,Łódź\n";
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Text)];
        var table = Table.Read(Write("t.csv", bytes));
        Assert.Equal(name, table.Facts.Encoding);
        Assert.Equal(["姓名", "city"], table.Header);
        Assert.Equal("王小明|Zürich\n😀|Łódź", table.Text);
    }

    [Fact]
    public void F20_a_long_ascii_beginning_does_not_hide_the_truth()
    {
        var ascii = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},Anna\n"));
        var table = Table.Read(Write("t.csv", $"id,name\n{ascii}100000,王小明北京\n", Encoding.GetEncoding(54936)));
        Assert.Equal("gb18030", table.Facts.Encoding);
        Assert.Equal("王小明北京", table.Rows[^1].Cells[1]);
    }

    [Fact]
    public void F20_rows_of_another_encoding_are_rejected_and_their_neighbours_kept()
    {
        byte[] bytes = [.. "id,name\n1,José\n"u8, .. Encoding.Latin1.GetBytes("2,Muñoz\n"), .. "3,李娜\n4,Zoë\n"u8];
        var table = Table.Read(Write("t.csv", bytes));
        Assert.Equal("1|José\n3|李娜\n4|Zoë", table.Text);
        var broken = Assert.Single(table.Broken);
        Assert.Equal((3L, 3L, "not valid utf-8", "Mu\uFFFDoz"), (broken.Row, broken.Line, broken.Reason, broken.Cells[1]));
    }

    [Fact]
    public void F20_a_replacement_character_that_the_file_holds_is_no_error() => Assert.Equal("Mu\uFFFDoz", Read("id,name\n1,Mu\uFFFDoz\n").Rows[0].Cells[1]);

    [Fact]
    public void F17_a_file_cut_inside_a_character_costs_the_last_row()
    {
        var bytes = Encoding.UTF8.GetBytes("id,name\n1,Anna\n2,王");
        var table = Table.Read(Write("t.csv", bytes.AsSpan(0, bytes.Length - 1)));
        Assert.Equal("utf-8", table.Facts.Encoding);
        Assert.Equal("1|Anna", table.Text);
        Assert.Equal("not valid utf-8", Assert.Single(table.Broken).Reason);
    }

    [Fact]
    public void F20_a_lone_surrogate_in_utf16_costs_its_row()
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("id,name\n1,Anna\n2,"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("x\n3,Bo\n")];
        var table = Table.Read(Write("t.csv", bytes));
        Assert.Equal("1|Anna\n3|Bo", table.Text);
        Assert.Equal("not valid utf-16", Assert.Single(table.Broken).Reason);
    }

    [Fact]
    public void F20_a_named_encoding_wins()
    {
        var path = Write("t.csv", "имя,город\nИван,Уфа\n", Encoding.GetEncoding(1251));
        Assert.Equal(["имя", "город"], Table.Read(path, new ReadOptions(Encoding.GetEncoding(1251))).Header);
        Assert.Equal("windows-1252", Table.Read(path, new ReadOptions(Encoding.GetEncoding(1252))).Facts.Encoding);
    }

    [Fact]
    public void F17_a_nul_byte_is_refused_with_its_place() =>
        Assert.Contains("line 3 holds a NUL character (byte offset 13)", Refused(() => Read("id,name\r\n1,A\0nna\r\n".Replace("1,", "\n1,"))).Message);

    [Fact]
    public void F17_a_nul_character_in_utf16_is_refused_with_its_line() =>
        Assert.Contains("line 2 holds a NUL", Refused(() => Table.Read(Write("t.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("id,name\n1,A\0nna\n")]))).Message);

    [Fact]
    public void F20_bytes_that_are_no_text_in_any_encoding_cost_their_rows()
    {
        var table = Table.Read(Write("t.csv", [.. "id,name\n1,Anna\n2,"u8, 0x98, 0xFF, 0x81, 0xA4, 0x8D, 0xAD, 0x90, (byte)'\n', .. "3,Bo\n"u8]));
        Assert.Equal("1|Anna\n3|Bo", table.Text);
        Assert.Equal("not valid utf-8", Assert.Single(table.Broken).Reason);
    }
}
