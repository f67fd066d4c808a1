using System.Globalization;
using System.Text;

namespace BreachNotify.Demo;

/// <summary>Made-up customers in four languages, all under reserved domains; the same on every run.</summary>
public static class SamplePeople
{
    private static readonly (string Language, string Domain, string[] First, string[] Last, bool FamilyNameFirst)[] Peoples =
    [
        ("en", "customers.example", ["Alice", "George", "Priya", "Thomas", "Zoë", "Owen", "Mary", "Daniel"], ["Ashworth", "Bell", "Carrington", "Dunne", "O'Neill", "Fairfax", "Sharma"], false),
        ("de", "kundschaft.example", ["Anna", "Jürgen", "Lena", "Björn", "Käthe", "Maximilian", "Ayşe", "Sören"], ["Müller", "Groß", "von Aschenbach", "Weiß", "Yılmaz", "Schäfer", "Krüger"], false),
        ("fr", "clientele.example", ["Chloé", "François", "Élodie", "Jean-Baptiste", "Noëlle", "Amélie", "Hugo", "Maïté"], ["Lefèvre", "d'Aubigné", "Garçon", "Bélanger", "Moreau", "Lœuillet", "Dupré"], false),
        ("ja", "okyakusama.example", ["花子", "太郎", "美咲", "翔太", "さくら", "健一", "葵", "蓮"], ["佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "山本"], true),
    ];

    /// <summary>A CSV file of <paramref name="count"/> people, evenly spread over the languages.</summary>
    public static byte[] Csv(int count)
    {
        var csv = new StringBuilder("email,name,language,reference\n");
        for (var i = 0; i < count; i++)
        {
            var (language, domain, first, last, familyNameFirst) = Peoples[i % Peoples.Length];
            var number = i / Peoples.Length;
            var (given, family) = (first[number % first.Length], last[number % last.Length]);
            var name = familyNameFirst ? $"{family} {given}" : $"{given} {family}";
            csv.Append(CultureInfo.InvariantCulture, $"customer{i + 1:D4}@{domain},{name},{language},C-{i + 1:D4}\n");
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
