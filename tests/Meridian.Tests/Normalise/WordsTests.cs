using CsCheck;
using Meridian.Normalise;

namespace Meridian.Tests.Normalise;

public sealed class WordsTests
{
    [Theory]
    // en, zh-Hans, zh-Hant, es, pt, id, ar, fr, de, hi, ru, vi, th, ja, ko, tr, it
    [InlineData("female,Female,F,woman,女,女性,女士,Mujer,femenino,feminino,MULHER,perempuan,wanita,P,أنثى,امرأة,femme,Féminin,weiblich,Frau,w,महिला,स्त्री,женский,Ж,nữ,Nữ,หญิง,女子,여성,여,kadın,KADIN,Bayan,femmina,donna,♀", "female")]
    [InlineData("male,Male,M,man,男,男性,先生,Hombre,masculino,varón,homem,laki-laki,Pria,L,ذكر,رجل,homme,masculin,männlich,Herr,पुरुष,мужской,М,nam,Nam,ชาย,男子,남성,남,erkek,Bay,maschio,uomo,♂,H", "male")]
    [InlineData("other,X,non-binary,其他,otro,outro,lainnya,آخر,autre,divers,d,अन्य,другой,khác,อื่นๆ,その他,기타,diğer,altro", "other")]
    public void Genders_are_read_in_seventeen_languages(string words, string expected)
    {
        foreach (var word in words.Split(','))
        {
            Assert.True(GenderWords.TryRead(word, out var gender), word);
            Assert.Equal(expected, gender);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("未知")]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("yes")]
    [InlineData("U")]
    public void Refuses_what_is_no_gender(string cell) => Assert.False(GenderWords.TryRead(cell, out _));

    [Theory]
    // column, cell, gender
    [InlineData("H,M,M", "M", "female")] // hombre, mujer
    [InlineData("H,M,M", "H", "male")]
    [InlineData("F,M", "M", "male")]
    [InlineData("H,F,M", "M", "male")]
    [InlineData("1,2,0", "1", "male")]
    [InlineData("1,2,0", "2", "female")]
    [InlineData("1.0,2.0", "2.0", "female")]
    [InlineData("1,2,0", "0", null)]
    [InlineData("0,1", "1", null)]
    [InlineData("H,M", "masculino", "male")]
    public void A_column_says_what_its_letters_and_digits_mean(string cells, string cell, string? expected)
    {
        var column = new GenderColumn();
        foreach (var c in cells.Split(','))
            column.Add(c);
        Assert.Equal(expected, GenderWords.TryRead(cell, column.Coding, out var gender) ? gender : null);
    }

    [Theory]
    [InlineData("true,TRUE,t,1,1.0,yes,Y,on,✓,✔,☑,✅,是,对,真,有り,sí,SI,s,verdadero,sim,verdadeiro,ya,benar,نعم,oui,vrai,ja,wahr,हाँ,да,истина,có,đúng,ใช่,はい,예,네,evet,doğru,sì,vero", true)]
    [InlineData("false,FALSE,f,0,0.0,no,N,off,✗,✘,❌,☐,否,错,假,falso,não,NAO,tidak,salah,لا,non,faux,nein,falsch,नहीं,нет,ложь,không,sai,ไม่,ไม่ใช่,いいえ,아니요,아니오,hayır,yanlış", false)]
    public void Yes_and_no_are_read_in_seventeen_languages(string words, bool expected)
    {
        foreach (var word in words.Split(','))
        {
            Assert.True(BooleanWords.TryRead(word, out var value), word);
            Assert.Equal(expected, value);
        }
    }

    // A refusal that is not read is an opt-out that is lost.
    [Theory]
    [InlineData("granted,Subscribed,opted in,Opt-In,yes,同意,已订阅,同意する,동의,수신동의,ยินยอม,đồng ý,setuju,موافق,सहमत,согласна,acepto,aceito,abonné,zugestimmt,iscritto,kabul", true)]
    [InlineData("withdrawn,unsubscribed,Opted-Out,OPT OUT,do not contact,no,拒绝,已退訂,不同意,拒否,配信停止,거부,수신거부,미동의,ปฏิเสธ,từ chối,menolak,مرفوض,غير موافق,असहमत,отказ,отписался,rechazado,recusou,désabonné,Refusé,abgelehnt,widerrufen,rifiutato,reddetti,0", false)]
    public void Consent_and_refusal_are_read_in_seventeen_languages(string words, bool expected)
    {
        foreach (var word in words.Split(','))
        {
            Assert.True(ConsentWords.TryRead(word, out var granted), word);
            Assert.Equal(expected, granted);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("maybe")]
    [InlineData("2")]
    [InlineData("-")]
    [InlineData("null")]
    [InlineData("o")]
    public void Refuses_what_is_neither_yes_nor_no(string cell) => Assert.False(BooleanWords.TryRead(cell, out _));
}
