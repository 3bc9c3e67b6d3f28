using CsCheck;
using Meridian.Normalise;

namespace Meridian.Tests.Normalise;

public sealed class CellTextTests
{
    [Theory]
    [InlineData("Ana", "Ana")]
    [InlineData("  Ana  ", "Ana")]
    [InlineData("\uFEFFAna", "Ana")]
    [InlineData("\u00A0Ana\u3000", "Ana")]
    [InlineData("\u202A+34600123456\u202C", "+34600123456")]
    [InlineData("\u200E\u200FAna\u200B", "Ana")]
    [InlineData("\tAna\r\n", "Ana")]
    [InlineData("\0Ana\0", "Ana")]
    [InlineData("Ana\u200D", "Ana")]
    [InlineData("ന്\u200D", "ന്\u200D")] // a Malayalam chillu is spelt with the joiner
    [InlineData("A\u200Bna", "A\u200Bna")] // inside, nothing is touched
    [InlineData("👩‍👧", "👩‍👧")]
    [InlineData("'=1+1", "=1+1")]
    [InlineData("'+34600123456", "+34600123456")]
    [InlineData("'-5", "-5")]
    [InlineData("'@ana", "@ana")]
    [InlineData("'0123", "0123")]
    [InlineData("'t Hooft", "'t Hooft")]
    [InlineData("'", "'")]
    [InlineData("=\"00123\"", "00123")]
    [InlineData("=\"\"", "=\"\"")]
    [InlineData("=A1", "=A1")]
    [InlineData("", "")]
    [InlineData(" \u200B\u2800 ", "")]
    public void Takes_off_what_does_not_show(string cell, string expected) => Assert.Equal(expected, CellText.Clean(cell).ToString());

    [Theory]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("(null)")]
    [InlineData("\\N")]
    [InlineData("N/A")]
    [InlineData("n/a")]
    [InlineData("#N/A")]
    [InlineData("#REF!")]
    [InlineData("#DIV/0!")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("—")]
    [InlineData("...")]
    [InlineData("???")]
    [InlineData("none")]
    [InlineData("nil")]
    [InlineData("NaN")]
    [InlineData("<NA>")]
    [InlineData("undefined")]
    [InlineData("无")]
    [InlineData("空")]
    [InlineData("无数据")]
    [InlineData("無資料")]
    [InlineData("sin datos")]
    [InlineData("Sin  información")]
    [InlineData("não informado")]
    [InlineData("NAO INFORMADO")]
    [InlineData("ninguno")]
    [InlineData("لا يوجد")]
    [InlineData("غير معروف")]
    [InlineData("なし")]
    [InlineData("없음")]
    [InlineData("не указано")]
    [InlineData("tidak ada")]
    [InlineData("không có")]
    [InlineData("ไม่มี")]
    [InlineData("belirtilmemiş")]
    [InlineData("non renseigné")]
    [InlineData("keine Angabe")]
    [InlineData("ＮＵＬＬ")]
    [InlineData(" null\u00A0")]
    public void Knows_the_words_for_nothing(string cell)
    {
        Assert.True(CellText.IsNothing(cell));
        Assert.True(CellText.CleanKnown(cell).IsEmpty);
        Assert.False(CellText.Clean(cell).IsEmpty);
    }

    [Theory]
    [InlineData("NA")] // Namibia
    [InlineData("0")]
    [InlineData("No")]
    [InlineData("Nilufar")]
    [InlineData("Noneya")]
    [InlineData("+")]
    [InlineData("nullx")]
    [InlineData("无锡")]
    public void Does_not_take_something_for_nothing(string cell) => Assert.False(CellText.IsNothing(cell));

    [Theory]
    [InlineData("=SUM(A1)")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@x")]
    public void Reverses_the_export_escape(string value) => Assert.Equal(value, CellText.Clean("'" + value).ToString());

    [Fact]
    public void Clean_is_a_slice_that_more_blanks_do_not_change()
    {
        RandomText.Any.Sample(text =>
        {
            var clean = CellText.Clean(text).ToString();
            Assert.Contains(clean, text, StringComparison.Ordinal);
            Assert.Equal(CellText.IsBlank(clean), clean.Length == 0);
            Assert.Equal(clean, CellText.Clean("\u200E " + text + "\u00A0\u200B").ToString());
        }, iter: RandomText.Many);
    }
}
