using System.Text;
using CsCheck;
using Meridian.Normalise;

namespace Meridian.Tests.Normalise;

public sealed class UnicodeFormTests
{
    [Theory]
    [InlineData("Ana", "Ana")]
    [InlineData("Ａｎａ", "Ana")]
    [InlineData("Jose\u0301", "José")]
    [InlineData("ﬁn", "fin")]
    [InlineData("A\u00A0B", "A B")]
    [InlineData("A\u200BB", "AB")]
    [InlineData("A\0B", "AB")]
    [InlineData("ｻﾄｳ", "サトウ")]
    [InlineData("㈱", "(株)")]
    [InlineData("👩‍👧", "👩‍👧")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("line\nbreak", "line\nbreak")]
    public void Brings_text_to_one_form(string text, string expected) => Assert.Equal(expected, UnicodeForm.ToNfkc(text));

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() => Assert.Equal("a\uFFFDb", UnicodeForm.ToNfkc("a\uD83Db"));

    [Fact]
    public void The_quick_path_agrees_with_icu_on_every_character_and_on_every_text_of_them()
    {
        var stable = new List<char>();
        for (var c = 0; c <= char.MaxValue; c++)
        {
            if (!char.IsSurrogate((char)c) && !UnicodeForm.MustNormalise([(char)c]))
                stable.Add((char)c);
        }
        Assert.True(stable.Count > 30_000, "the quick path must cover Han and Hangul to be of use");
        foreach (var c in stable)
            Assert.Equal(c.ToString(), c.ToString().Normalize(NormalizationForm.FormKC));
        Gen.Int[0, stable.Count - 1].Select(i => stable[i]).Array[1, 40].Sample(units =>
        {
            var text = new string(units);
            Assert.Equal(text, text.Normalize(NormalizationForm.FormKC));
            Assert.Equal(text, UnicodeForm.ToNfkc(text));
        }, iter: RandomText.Many);
    }

    [Fact]
    public void Normalising_twice_changes_nothing_and_no_invisible_mark_is_left()
    {
        RandomText.Any.Sample(text =>
        {
            var once = UnicodeForm.ToNfkc(text);
            Assert.Equal(once, UnicodeForm.ToNfkc(once));
            Assert.True(once.IsNormalized(NormalizationForm.FormKC));
            Assert.DoesNotContain(once, c => c is '\0' or '\u200B' or '\uFEFF' or '\u202A');
        }, iter: RandomText.Many);
    }

    [Theory]
    [InlineData("Não ", "nao")]
    [InlineData("ÉCOLE", "ecole")]
    [InlineData("Straße", "strasse")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("IŞIL", "isil")]
    [InlineData("ışıl", "isil")]
    [InlineData("a.m.", "am")]
    [InlineData("O’Brien", "obrien")]
    [InlineData("Ελλάς", "ελλασ")]
    [InlineData("Йод", "иод")]
    [InlineData("أحمد", "احمد")]
    [InlineData("مُحَمَّد", "محمد")]
    [InlineData("שָׁלוֹם", "שלום")]
    [InlineData("कमला", "कमला")]
    [InlineData("ｶﾞ", "ガ")]
    [InlineData("각", "각")]
    [InlineData("  two \t words ", "two words")]
    public void Folds_to_what_is_compared(string text, string expected)
        => Assert.Equal(expected, TextFold.Fold(text));

    [Fact]
    public void Folding_twice_changes_nothing()
    {
        RandomText.Any.Sample(text =>
        {
            var once = TextFold.Fold(text);
            Assert.Equal(once, TextFold.Fold(once));
        }, iter: RandomText.Many);
    }

    [Fact]
    public void Folding_with_and_without_icu_agrees()
    {
        // One ligature sends the whole text to ICU.
        var letters = Enumerable.Range(' ', 0xFF00).Select(i => (char)i).Where(c => !UnicodeForm.MustNormalise([c])).ToArray();
        Gen.OneOf(Gen.Char[' ', '\u017E'], Gen.Int[0, letters.Length - 1].Select(i => letters[i])).Array[1, 30].Sample(units =>
        {
            var text = new string(units);
            Assert.Equal(TextFold.Fold("ﬁx" + text), "fix" + TextFold.Fold("x" + text)[1..]);
        }, iter: RandomText.Many);
    }

    [Fact]
    public void Folding_into_a_short_buffer_is_refused()
    {
        Assert.False(TextFold.TryFold("Ana", stackalloc char[2], out _));
        Assert.False(TextFold.TryFold("Ána", stackalloc char[2], out _));
        Assert.True(TextFold.TryFold("Ána", stackalloc char[3], out var length));
        Assert.Equal(3, length);
    }
}
