using System.Collections.Frozen;

namespace Headway.Catalog.Skills;

/// <summary>Words of headings and the kind of part they open; the longest that fits wins, the first of equals.</summary>
internal static class HeadingTable
{
    private static readonly (SectionKind Kind, string Phrases)[] Rows =
    [
        (SectionKind.Outcomes,
            "objective|objectives|outcome|outcomes|learning goals|course goals|program goals|goals|"
            + "learning targets|competencies|course competencies|technical competencies|students need|"
            + "what you will learn|you will learn|will be able to|able to|skills you will gain|aims|course aims"),
        (SectionKind.Requirements,
            "prerequisite|prerequisites|prequisites|pre requisites|corequisites|course requisites|requisites|"
            + "requirements|must haves|required skills|minimum requirements|background required|"
            + "technology requirements"),
        (SectionKind.Assignments,
            "assignment|assignments|course assignments|course requirements|course activities|homework|project|"
            + "projects|exams|examinations|evaluation|assessment|assessments|quizzes|papers|final project|"
            + "coursework|labs|deliverables|grading|course evaluation|final exam|midterm|term paper|"
            + "writing assignments|requirements and grading|participation"),
        (SectionKind.Schedule,
            "schedule|course schedule|weekly schedule|tentative schedule|calendar|course calendar|course outline|"
            + "outline|topics|course topics|course content|weekly topics|modules|units|lectures|course structure|"
            + "agenda|week"),
        (SectionKind.Textbooks,
            "textbook|textbooks|texts|required text|required texts|readings|required readings|course materials|"
            + "materials|required materials|bibliography|references|resources|recommended reading|books|"
            + "course readings"),
        (SectionKind.Description,
            "description|about|welcome|catalog description|course description|overview|course overview|"
            + "about the course|summary|role summary|introduction|about the role|about the job|about the position|"
            + "purpose|the role|position summary|job summary|course information|about this course"),
        (SectionKind.Responsibilities,
            "responsibilities|duties|responsible for|you will|what you will do|what you ll do|essential functions|"
            + "key responsibilities|your role|in this role you will|tasks|main tasks|day to day|key duties|the work|"
            + "what you can expect"),
        (SectionKind.Qualifications,
            "qualifications|who you are|what you bring|skills|experience|about you|your profile|profile|"
            + "required qualifications|preferred qualifications|desired qualifications|nice to have|you have|"
            + "ideal candidate|strong candidates|knowledge|abilities|competences|what we are looking for|"
            + "we are looking for|skills and experience|education and experience|you are"),
        (SectionKind.Contact,
            "instructor|instructors|instructor information|faculty information|contact|contact information|office|"
            + "office hours|email|e mail|phone|professor|teaching assistant|teaching assistants|ta|location|"
            + "class meeting times|meeting times|website|class website|course website|zoom|staff|lecturer|ge|"
            + "class meetings|time and place|response time|instructor contact"),
        (SectionKind.Policy,
            "policy|policies|academic integrity|integrity|honesty|academic honesty|dishonesty|plagiarism|"
            + "disability|disabilities|accessibility|accessible education|accommodation|accommodations|emergency|"
            + "emergencies|attendance|absences|absence|late work|late assignments|make up|makeup|conduct|behavior|"
            + "behaviour|classroom behaviour|netiquette|title ix|harassment|diversity statement|inclusion|"
            + "equal opportunity|eeo|mental health|wellness|basic needs|counseling|health|covid|weather|"
            + "inclement weather|religious observances|reporting obligations|student resources|student support|"
            + "university resources|support services|technical problems|technical support|canvas support|help desk|"
            + "course communication|university student policies|grading scale|grade scale|grading policy|"
            + "grading policies|extra credit|incomplete|withdrawal|drop|copyright|recording|statement|disclaimer|"
            + "how to apply|apply|application process|benefits|compensation|salary|pay|what we offer|we offer|"
            + "about us|hiring process|legal|citizenship|campus resources|tutoring|writing center|library services|"
            + "discord server|ai use|use of ai|generative ai|revisions|changes to the syllabus|privacy|safety|"
            + "general education information|requirements satisfied|before applying|more information|"
            + "additional information|security clearance|travel|location and travel|schedule and travel"),
    ];

    /// <summary>How many words the longest phrase has.</summary>
    private const int LongestPhrase = 5;

    private static readonly FrozenDictionary<string, (SectionKind Kind, int Words)> Known = Build();
    private static readonly FrozenDictionary<string, (SectionKind Kind, int Words)>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The kind a label speaks of and how many of its words say so; 0 words where none does. At most 100 characters.</summary>
    public static (SectionKind Kind, int Words) Find(ReadOnlySpan<char> label, out int count)
    {
        Span<char> normal = stackalloc char[label.Length * 3];
        Span<int> starts = stackalloc int[label.Length + 2];
        count = 0;
        var n = 0;
        foreach (var c in label)
        {
            var letter = char.IsLetterOrDigit(c);
            if (letter && (n == 0 || normal[n - 1] == ' ')) starts[count++] = n;
            if (letter) n = Append(normal, n, c);
            else if (n > 0 && normal[n - 1] != ' ') normal[n++] = ' ';
        }
        if (n > 0 && normal[n - 1] == ' ') n--;
        starts[count] = n + 1;
        for (var length = Math.Min(LongestPhrase, count); length > 0; length--)
        {
            for (var at = count - length; at >= 0; at--)
                if (Lookup.TryGetValue(normal[starts[at]..(starts[at + length] - 1)], out var found)) return found;
        }
        return (SectionKind.Other, 0);
    }

    private static int Append(Span<char> into, int n, char c)
    {
        if (c is not ('\uFB00' or '\uFB01' or '\uFB02' or '\uFB03'))
        {
            into[n] = char.ToLowerInvariant(c);
            return n + 1;
        }
        var letters = c switch { '\uFB00' => "ff", '\uFB01' => "fi", '\uFB02' => "fl", _ => "ffi" };
        letters.CopyTo(into[n..]);
        return n + letters.Length;
    }

    private static FrozenDictionary<string, (SectionKind, int)> Build()
    {
        var known = new Dictionary<string, (SectionKind, int)>(StringComparer.Ordinal);
        foreach (var (kind, phrases) in Rows)
            foreach (var phrase in phrases.Split('|')) known.TryAdd(phrase, (kind, phrase.AsSpan().Count(' ') + 1));
        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
