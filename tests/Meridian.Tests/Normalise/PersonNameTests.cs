using CsCheck;
using Meridian.Normalise;

namespace Meridian.Tests.Normalise;

public sealed class PersonNameTests
{
    [Theory]
    // cell, full, script, match key
    [InlineData("João Silva", "João Silva", "Latn", "joao silva")]
    [InlineData("  joão   silva ", "joão silva", "Latn", "joao silva")]
    [InlineData("SILVA, João", "SILVA, João", "Latn", "joao silva")]
    [InlineData("Silva, Dr. João", "Silva, Dr. João", "Latn", "joao silva")]
    [InlineData("Sr. João Silva", "Sr. João Silva", "Latn", "joao silva")]
    [InlineData("João Silva, MD", "João Silva, MD", "Latn", "joao silva")]
    [InlineData("John Smith Jr.", "John Smith Jr.", "Latn", "john jr smith")]
    [InlineData("Seán O'Brien", "Seán O'Brien", "Latn", "obrien sean")]
    [InlineData("Seán O’Brien", "Seán O’Brien", "Latn", "obrien sean")]
    [InlineData("Jean-Pierre Müller", "Jean-Pierre Müller", "Latn", "jean muller pierre")]
    [InlineData("Łukasz Żółć", "Łukasz Żółć", "Latn", "lukasz zolc")]
    [InlineData("Søren Groß", "Søren Groß", "Latn", "gross soren")]
    [InlineData("IŞIL Aydın", "IŞIL Aydın", "Latn", "aydin isil")]
    [InlineData("Nguyễn Thị Đào", "Nguyễn Thị Đào", "Latn", "dao nguyen thi")]
    [InlineData("Ana 🌸", "Ana 🌸", "Latn", "ana")]
    [InlineData("~Maria", "Maria", "Latn", "maria")]
    [InlineData("~ Maria 🇧🇷", "Maria 🇧🇷", "Latn", "maria")]
    [InlineData("Juan (cliente)", "Juan (cliente)", "Latn", "juan")]
    [InlineData("Juan [tienda", "Juan [tienda", "Latn", "juan")]
    [InlineData("(Juan)", "(Juan)", "Latn", "juan")]
    [InlineData("👩‍👧 Ana y Eva", "👩‍👧 Ana y Eva", "Latn", "ana eva y")]
    [InlineData("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith", "Latn", "john smith")]
    [InlineData("\u200EAna\u200B Silva\u00A0", "Ana Silva", "Latn", "ana silva")]
    [InlineData("Dr.", "Dr.", "Latn", "dr")]
    [InlineData("Bapak Budi Santoso", "Bapak Budi Santoso", "Latn", "budi santoso")]
    [InlineData("张伟", "张伟", "Hani", "张伟")]
    [InlineData("张 伟", "张 伟", "Hani", "张伟")]
    [InlineData("张伟先生", "张伟先生", "Hani", "张伟")]
    [InlineData("张伟（上海）", "张伟(上海)", "Hani", "张伟")]
    [InlineData("佐藤 花子様", "佐藤 花子様", "Hani", "佐藤花子")]
    [InlineData("さとう はなこ", "さとう はなこ", "Jpan", "さとうはなこ")]
    [InlineData("ｻﾄｳ ﾊﾅｺ", "サトウ ハナコ", "Jpan", "サトウハナコ")]
    [InlineData("佐藤ゆみ", "佐藤ゆみ", "Jpan", "佐藤ゆみ")]
    [InlineData("김민수", "김민수", "Kore", "김민수")]
    [InlineData("김민수님", "김민수님", "Kore", "김민수")]
    [InlineData("\u1100\u1175\u11B7\u1106\u1175\u11AB\u1109\u116E", "김민수", "Kore", "김민수")]
    [InlineData("السيد محمد أحمد", "السيد محمد أحمد", "Arab", "احمد محمد")]
    [InlineData("مُحَمَّد احمد", "مُحَمَّد احمد", "Arab", "احمد محمد")]
    [InlineData("Иван Петров", "Иван Петров", "Cyrl", "иван петров")]
    [InlineData("श्री राम कुमार", "श्री राम कुमार", "Deva", "कुमार राम")]
    [InlineData("สมชาย ใจดี", "สมชาย ใจดี", "Thai", "สมชาย ใจดี")]
    [InlineData("Γιώργος Παππάς", "Γιώργος Παππάς", "Grek", "γιωργοσ παππασ")]
    [InlineData("דוד כהן", "דוד כהן", "Hebr", "דוד כהן")]
    public void Keeps_what_was_given_and_makes_a_key(string cell, string full, string script, string key)
    {
        Assert.True(PersonName.TryRead(cell, out var name), cell);
        Assert.Equal((full, script, key), (name.Full, name.Script, name.MatchKey));
    }

    [Theory]
    [InlineData("Silva, João", "João", "Silva")]
    [InlineData("欧阳娜娜", "娜娜", "欧阳")]
    [InlineData("歐陽修", "修", "歐陽")]
    [InlineData("司马光", "光", "司马")]
    [InlineData("张小明", "小明", "张")]
    [InlineData("王芳", "芳", "王")]
    [InlineData("张 伟", "伟", "张")]
    [InlineData("佐藤誠", "誠", "佐藤")]
    [InlineData("佐藤 花子", "花子", "佐藤")]
    [InlineData("남궁민수", "민수", "남궁")]
    [InlineData("김민수", "민수", "김")]
    // what is not certain stays whole
    [InlineData("João Silva", null, null)]
    [InlineData("John Smith, MD", null, null)]
    [InlineData("Silva, Ana, Pedro", null, null)]
    [InlineData("高橋誠", null, null)]
    [InlineData("欧阳", null, null)]
    [InlineData("김민수님", null, null)]
    [InlineData("محمد أحمد", null, null)]
    [InlineData("Nguyễn Văn A", null, null)]
    public void Parts_a_name_only_where_it_is_certain(string cell, string? given, string? family)
    {
        Assert.True(PersonName.TryRead(cell, out var name), cell);
        Assert.Equal((given, family), (name.Given, name.Family));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u200B ")]
    [InlineData("~")]
    [InlineData("test")]
    [InlineData("Test 123")]
    [InlineData("TEST_USER")]
    [InlineData("unknown")]
    [InlineData("Customer")]
    [InlineData("customer #12")]
    [InlineData("Cliente 0045")]
    [InlineData("user_8821")]
    [InlineData("n/a")]
    [InlineData("(null)")]
    [InlineData("客户")]
    [InlineData("客户001")]
    [InlineData("微信用户")]
    [InlineData("未知")]
    [InlineData("عميل")]
    [InlineData("клиент 5")]
    [InlineData("+34 600 123 456")]
    [InlineData("13800138000")]
    [InlineData("p:+34600123456")]
    [InlineData("No 600 123 456")]
    [InlineData("ana@example.com")]
    [InlineData("https://example.com/ana")]
    [InlineData("wa.me/34600123456")]
    [InlineData("🌸🌸")]
    [InlineData("...")]
    public void Refuses_what_names_nobody(string cell)
    {
        Assert.False(PersonName.TryRead(cell, out var name), $"read as {name}");
    }

    [Theory]
    [InlineData("Ana", "Silva", null, null, "Ana Silva")]
    [InlineData("伟", "张", null, null, "张伟")]
    [InlineData("花子", "佐藤", null, null, "佐藤花子")]
    [InlineData("はなこ", "さとう", null, null, "さとうはなこ")]
    [InlineData("민수", "김", null, null, "김민수")]
    [InlineData("Văn An", "Nguyễn", null, "vi", "Nguyễn Văn An")]
    [InlineData("Anna", "Kovács", null, "hu-HU", "Kovács Anna")]
    [InlineData("محمد", "أحمد", null, null, "محمد أحمد")]
    [InlineData("Ana", "", null, null, "Ana")]
    [InlineData("N/A", "Silva", null, null, "Silva")]
    [InlineData("Ana Silva", "Silva", null, null, "Ana Silva")]
    [InlineData("Ana", "Ana Silva", null, null, "Ana Silva")]
    [InlineData("张伟", "张", null, null, "张伟")]
    [InlineData("", "", null, null, "")]
    [InlineData(null, null, null, null, "")]
    public void Combines_columns_in_the_order_of_the_culture(string? given, string? family, string? script, string? language, string expected)
        => Assert.Equal(expected, PersonName.Combine(given, family, script, language));

    [Theory]
    [InlineData("Silva, João", "joão SILVA")]
    [InlineData("MÜLLER Jürgen", "Jürgen Müller")]
    [InlineData("O'Neill, Mary-Kate", "Mary Kate O’Neill")]
    [InlineData("Mr. José García", "Garcia, Jose")]
    [InlineData("김 민수", "김민수")]
    [InlineData("أحمد علي", "احمد علي")]
    public void Two_spellings_of_a_name_meet(string one, string other)
    {
        Assert.True(PersonName.TryRead(one, out var a) & PersonName.TryRead(other, out var b));
        Assert.Equal(a.MatchKey, b.MatchKey);
    }

    [Theory]
    [InlineData("张伟", "伟张")]
    [InlineData("Ana Silva", "Ana Silveira")]
    [InlineData("कमल", "कमला")]
    [InlineData("John Smith", "John Smith Jr")]
    public void Two_names_stay_apart(string one, string other)
    {
        Assert.True(PersonName.TryRead(one, out var a) & PersonName.TryRead(other, out var b));
        Assert.NotEqual(a.MatchKey, b.MatchKey);
    }

    [Fact]
    public void The_stored_name_reads_as_itself()
    {
        RandomText.Any.Sample(text =>
        {
            if (!PersonName.TryRead(text, out var name))
                return;
            Assert.True(PersonName.TryRead(name.Full, out var again), name.Full);
            Assert.Equal(name, again);
            Assert.NotEmpty(name.MatchKey);
        }, iter: RandomText.Many);
    }

    [Fact]
    public void Order_of_words_case_and_accents_do_not_change_the_key()
    {
        var word = RandomText.Among("ana", "joão", "Müller", "O’Neill", "garcía", "Đặng", "silva", "Иван", "петров");
        Gen.Select(word.Array[2, 4], Gen.Int[0, 1000]).Sample((words, seed) =>
        {
            var shuffled = words.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.True(PersonName.TryRead(string.Join(' ', words), out var a));
            Assert.True(PersonName.TryRead(string.Join("  ", shuffled).ToUpperInvariant(), out var b));
            Assert.Equal(a.MatchKey, b.MatchKey);
        }, iter: 2000);
    }
}
