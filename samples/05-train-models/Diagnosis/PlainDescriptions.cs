using BasedAI.Samples.TrainModels.Data;

namespace BasedAI.Samples.TrainModels.Diagnosis;

/// <summary>
/// One description of each class in other words than those of the data set, written for this repository and never trained on: they show
/// how much of the held-out accuracy is the style of the data set. The recipe was chosen with a look at them.
/// </summary>
public static class PlainDescriptions
{
    private static readonly (string Label, string Text)[] All =
    [
        ("Psoriasis", "My skin itches and there is a red rash with silvery scales on my elbows and knees."),
        ("gastroesophageal reflux disease", "I have a burning feeling in my chest after meals and acid comes up in my throat."),
        ("Migraine", "I have a throbbing headache on one side and light hurts my eyes."),
        ("Common Cold", "My nose is running, I keep sneezing and my throat is a bit sore."),
        ("Pneumonia", "I cough up rusty phlegm, I have chills and high fever and it hurts to breathe."),
        ("diabetes", "I am always thirsty, I have to pee all the time and my wounds heal slowly."),
        ("Jaundice", "My eyes and skin have turned yellow and my urine is dark."),
        ("Malaria", "Every other day I get shivering chills, then high fever, and then I sweat a lot."),
        ("Dengue", "After a mosquito bite I have high fever, pain behind the eyes and aching joints."),
        ("Typhoid", "For a week I have had rising fever, stomach pain and constipation and I feel weak."),
        ("Chicken pox", "I have itchy red spots with blisters all over my body and a light fever."),
        ("Acne", "I have many pimples and blackheads on my face."),
        ("Arthritis", "My joints are stiff in the morning and my knees are swollen and painful."),
        ("Bronchial Asthma", "I wheeze and I am short of breath, and at night I cough a lot."),
        ("Hypertension", "I have headaches and dizziness and my heart pounds, I feel pressure in the chest."),
        ("urinary tract infection", "It burns when I pee and I have to go very often, and the urine smells bad."),
        ("Varicose Veins", "The veins in my calves are swollen and bulge, and my legs ache when I stand long."),
        ("Cervical spondylosis", "My neck is stiff and hurts and my arm feels numb."),
        ("Dimorphic Hemorrhoids", "There is blood on the toilet paper and my bottom hurts when I go."),
        ("Fungal infection", "I have an itchy ring shaped rash in my groin that spreads."),
        ("Impetigo", "There are sores around my nose with a honey coloured crust."),
        ("peptic ulcer disease", "My upper stomach burns when it is empty, and it gets better after eating."),
        ("allergy", "My eyes water and itch and I sneeze whenever there is pollen in the air."),
        ("drug reaction", "Since I took the new pills I have hives and my lips are swollen."),
    ];

    /// <param name="labels">Names of the classes in their order.</param>
    public static IReadOnlyList<LabelledText> Get(IReadOnlyList<string> labels) =>
        [.. All.Select(item => new LabelledText(item.Text, labels.ToList().IndexOf(item.Label)))];
}
