"""The words of invented reviews by domain: what is spoken of, how it can be, and whole remarks parted by |."""

NOUNS = {
    "product": "phone laptop camera tablet headset speaker charger cable battery screen printer mouse monitor watch "
    "vacuum mixer kettle oven fridge mattress pillow blanket jacket shirt dress jeans sweater sneakers backpack "
    "wallet case toy game bike tent drill lens router perfume shampoo lotion book product item quality design "
    "price packaging material color size sound software button handle lid strap",
    "place": "restaurant cafe bar bistro diner place pizzeria buffet food meal lunch breakfast menu service staff "
    "waiter chef pizza burger steak chicken fish salad soup pasta sandwich noodles rice fries bread cheese sauce "
    "dessert cake coffee tea wine beer drinks atmosphere music decor patio",
    "film": "movie film show series episode season plot story script acting cast ending soundtrack dialogue "
    "performance direction director actor comedy thriller drama documentary cartoon remake humor camerawork pacing",
    "service": "hotel room bed hostel flight airline driver taxi delivery package support agent bank clinic doctor "
    "nurse salon barber haircut garage mechanic gym trainer app website update account course lesson museum tour "
    "guide trip stay booking office company team shop store seller cleaner",
}
GOOD = {
    "any": "good great excellent amazing awesome fantastic wonderful perfect brilliant superb outstanding terrific "
    "lovely nice impressive incredible fabulous solid decent exceptional marvelous delightful beautiful pleasant "
    "remarkable stunning phenomenal flawless enjoyable satisfying fine cool",
    "product": "reliable durable comfortable useful handy fast light affordable practical sturdy sharp powerful "
    "versatile stylish well_made easy_to_use worth_it a_bargain",
    "place": "delicious tasty fresh friendly cozy clean attentive yummy flavorful juicy tender crispy generous "
    "welcoming charming cheap_and_tasty warm_and_inviting",
    "film": "funny hilarious moving touching gripping clever entertaining exciting fun smart captivating thrilling "
    "original heartwarming engaging powerful memorable",
    "service": "helpful friendly quick polite professional honest clean punctual efficient courteous patient "
    "reliable responsive spacious quiet safe convenient",
}
BAD = {
    "any": "bad terrible awful horrible disappointing poor lousy dreadful mediocre pathetic ridiculous useless "
    "worthless appalling annoying unacceptable disgraceful atrocious subpar horrendous lame weak a_joke a_mess "
    "a_disaster a_disgrace",
    "product": "broken defective flimsy cheap slow uncomfortable overpriced unreliable useless heavy noisy faulty "
    "clumsy blurry fragile misleading a_rip_off",
    "place": "cold bland dirty greasy stale overcooked undercooked salty soggy rude slow tasteless disgusting "
    "overpriced gross crowded unfriendly chewy watery filthy",
    "film": "boring dull predictable slow silly stupid confusing pointless tedious unfunny shallow forgettable "
    "pretentious lazy cheesy annoying long_and_boring",
    "service": "rude slow unhelpful dirty late unprofessional incompetent dishonest noisy overpriced careless "
    "arrogant unreliable confusing smelly unsafe",
}

# Whole remarks of each class; {n} is a noun of the domain.
PRAISE = {
    "any": "i love it|i love this {n}|we loved the {n}|i really like the {n}|highly recommend it|i would "
    "recommend it to everyone|recommended|would definitely come back|i am so happy with it|exceeded my "
    "expectations|thumbs up|the best {n} ever|best {n} i have ever had|my favorite {n}|i enjoyed the "
    "{n}|you will love the {n}|i am very satisfied|i am impressed|no complaints|no regrets|never had any "
    "problems|there is nothing to complain about|can not recommend the {n} enough|can not get enough of "
    "it|could not be happier|could not ask for more|you will not regret it|do not hesitate|do not miss "
    "it|do not miss this {n}|never disappoints|nothing bad to say|it is hard to find a better {n}|worth "
    "every cent|worth the money|what a great {n}|well done|a real pleasure|thank you|keep it up|there is "
    "no better {n}|way better than i thought|a pleasant surprise|a winner|so glad i found this {n}|i am "
    "in love with this {n}|happy customer|good job|big fan|i keep telling my friends about it|everybody "
    "liked the {n}|it made my day|we had a great time|no issues so far|not one problem|nothing to "
    "criticize|no trouble at all|nothing went wrong|not a single issue|no worries|without a hitch|ca n't "
    "complain|could have been worse|zero complaints|i have nothing but praise for the {n}|money well "
    "spent|a must have|give it a try|try it|nothing beats this {n}|could not be better|i have never had "
    "anything better|never seen a better {n}|it does not get any better|i can not live without it|who "
    "would not love this {n}|simply the best|why did i not find this {n} earlier|better than all the "
    "others|love it|love this {n}|yes yes yes|wow|just wow|loved every minute|it is all i wanted and more",
    "product": "it works perfectly|works like a charm|works great|it does the job|it has never failed me|fits like a "
    "glove|still like new after a year|easy to install|the {n} lasts forever|the {n} is built to last|saves me so "
    "much time|i use it every day|i ordered a second one|it does not break|solved my problem|holds a charge all "
    "day|arrived quickly|exactly as described|so much better than my old one|good value|great price|can not stop "
    "using it|everyone should own one|so happy i bought it|it looks even better in real life",
    "place": "everything tasted great|we will be back|the {n} melts in your mouth|they treated us like family|the "
    "{n} was cooked just right|i want to go there again|i keep coming back for the {n}|full of flavor|the portions "
    "are big|the prices are reasonable|never had a bad {n} here|we were seated right away|to die for|my mouth is "
    "watering|nobody left hungry|cooked to perfection|we ate everything|i dream of this {n}",
    "film": "i could not stop laughing|i was hooked from the first minute|a must see|i did not want it to end|it "
    "stays with you|i could not look away|i was never bored|go and watch it|kept me guessing|deserves an oscar|i "
    "laughed till i cried|it blew me away|gave me goosebumps|on the edge of my seat|i have seen it three times|see "
    "it|the twist is genius|the cast is on fire|i laughed the whole time|you can watch it again and again|i could "
    "not put it down|well acted|beautifully shot",
    "service": "they fixed it right away|they were quick to answer|they took care of everything|made us feel at "
    "home|always on time|went out of their way to help|no waiting at all|i trust them|they gave me a full refund "
    "without any questions|they solved my problem in no time|they did not try to sell me anything|fair prices and no "
    "surprises|arrived earlier than promised|she did a wonderful job|they know what they are doing|they listened to "
    "me|it makes life easier",
}
BLAME = {
    "any": "i hate it|i hate this {n}|we hated the {n}|i really dislike the {n}|i would not recommend it|i do not "
    "recommend this {n}|not recommended|never again|do not buy it|do not waste your time|stay away|avoid this "
    "{n}|save your money|waste of money|a complete waste of time|i want a refund|the worst {n} ever|worst {n} i have "
    "ever had|i regret it|i am very disappointed|such a disappointment|what a disappointment|a total letdown|i "
    "expected more|i expected so much more|not what i expected|does not live up to the hype|thumbs down|nothing good "
    "to say|no thanks|a big no|there are better ones|i will not come back|i can not recommend the {n}|could not be "
    "worse|worse than ever|what a waste|who thought this was a good idea|i was not happy|this {n} needs a lot of "
    "work|no one cares|it leaves a lot to be desired|hardly worth it|the {n} is not worth it|too expensive|not even "
    "close|shame on them|i do not get the hype|what were they thinking|i wasted my money|i feel cheated|very unhappy "
    "with the {n}|worst decision ever|i could cry|a nightmare|something is wrong with the {n}|please fix the "
    "{n}|only problems|nothing but trouble|i am done with them|get something else|this {n} ruined my day|not for "
    "me|i have seen better|i have had better|could be better|meh|nothing special|so so|i can not stand it|i do not "
    "like it|i do not like this {n} at all|it did not meet my expectations|too good to be true|they should be "
    "ashamed|hate it|disappointed|trash|rubbish|garbage|never in my life|worst of the worst|what a joke|you get what "
    "you pay for|not worth a cent|there is nothing i like about it|no way i am doing this again|it could have been "
    "so good|skip it|who needs this {n}",
    "product": "it stopped working|it broke after a week|it does not work|it never worked|it fell apart|it will not "
    "turn on|the {n} keeps breaking|it died after a month|parts were missing|i sent it back|i had to return it|it "
    "hurts my hands|it does not fit|it leaks|it smells|too small|too tight|it ripped|it rusted|it does nothing|not "
    "as described|it barely works|it no longer works|the battery dies in minutes|it scratches easily|it came without "
    "the {n}|cheaply made|it was used and dirty|it freezes|poor quality|made of cheap plastic|it makes a strange "
    "noise|looks like a toy|feels like cheap plastic|i threw it away|it is already broken|does not do what it says",
    "place": "i felt sick afterwards|we had to wait forever|we waited an hour for the {n}|they got the order "
    "wrong|they ignored us|they forgot about us|my plate was dirty|the {n} was burnt|the {n} had no taste|we sent "
    "the {n} back|there was a bug in my {n}|they overcharged us|smelled bad|there were flies everywhere|they did not "
    "even say sorry|the portions are tiny|it made me sick|a hair in the {n}|it took ages|the {n} was raw|we will "
    "never go there again|we left before the {n} came|tasted like cardboard|like rubber|i have eaten better from a "
    "can|i could not eat it|the {n} was old|no flavor",
    "film": "i walked out|i turned it off|i almost fell asleep|i was bored to tears|it drags on and on|it goes "
    "nowhere|the jokes fall flat|no plot|i could not wait for it to end|there is no tension|nobody needs this "
    "{n}|the characters are annoying|i did not laugh|it lacks any charm|a cash grab|not funny|not scary|hard to sit "
    "through|two hours i will never get back|i kept looking at my watch|it makes no sense|the ending ruined it|i "
    "fell asleep|bad acting|they should have stopped after the first one|the book is so much better|the same old "
    "story|i could not care less|nothing happens|a snooze|a waste of talent|badly acted|i wanted to like it",
    "service": "they never called back|nobody answered|they lost my order|they do not care|they lied to me|they "
    "refused to help|i waited for weeks|i am still waiting for my refund|they keep charging me|it crashes all the "
    "time|it never arrived|it arrived late|it arrived broken|the {n} did not show up|they canceled my order|no hot "
    "water|bugs in the bed|they ripped me off|fraud|you can not reach anyone|the {n} was closed|they hung up on "
    "me|they broke my things|they blamed me|we could not sleep|it took forever|hidden fees everywhere|the {n} "
    "smelled of smoke|they do not answer emails|the app keeps crashing|they made it worse|she did a bad job|they did "
    "not know what they were doing|nobody listened|it keeps failing",
}

# What one is glad to be away from, glad to have, and sorry for because it was good.
AWAY = (
    "do n't have to use it|do not have to go back|did n't buy this {n}|never have to see it again|am not stuck with "
    "them anymore|did not pay for it|am not staying there|left|got rid of the {n}|sent it back|switched to another "
    "{n}|no longer deal with them|am not dealing with this {n}|am not their customer anymore|did n't waste more "
    "money|got my money back|did not take my family|canceled|quit|am done with the {n}|did not order from them|do n't "
    "depend on the {n}|am not one of their clients"
)
KEPT = (
    "did n't miss the {n}|did not return it|did n't listen to the critics|found this {n}|bought it|came here|did not "
    "give up on it|gave it a chance|chose this {n}|did n't send it back|am still with them|stayed|do not have to look "
    "for another {n}|never went anywhere else"
)
OVER = "is over|had to end|is sold out|closed|was so short|did not last longer|is so far away"
